package io.perilune.server.badrequest;

/**
 * What came back on a connection.
 *
 * @param status the HTTP status; 0 if the connection was closed without a whole answer, negative if
 *     there was none in time
 * @param millis from the last byte sent to the last byte read
 */
record RawAnswer(int status, String body, long millis) {
  static final int CLOSED = 0;
  static final int NOTHING = -1;
}
