package io.perilune.server.badrequest;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/** One connection to the server, on which bytes are sent and one answer is read. */
final class RawConnection implements AutoCloseable {
  private static final int CONNECT_MILLIS = 30_000;

  private final Socket socket = new Socket();
  private final long deadlineNanos;
  private InputStream in;
  private long sentNanos;

  private RawConnection(int port, Duration limit) throws IOException {
    deadlineNanos = System.nanoTime() + limit.toNanos();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** Sends bytes at once and reads. */
  static RawAnswer exchange(int port, byte[] request, Duration limit, Reading reading) {
    return exchange(port, new Sending(request, 0), limit, reading, () -> {});
  }

  /**
   * What is sent.
   *
   * @param millisPerByte the pause behind each byte
   */
  record Sending(byte[] bytes, long millisPerByte) {}

  /**
   * Sends and reads.
   *
   * @param limit the longest time for both
   * @param begun is run when the answer's first byte is there
   */
  static RawAnswer exchange(
      int port, Sending sending, Duration limit, Reading reading, Runnable begun) {
    try (RawConnection connection = new RawConnection(port, limit)) {
      connection.send(sending);
      return connection.answer(reading, begun);
    } catch (SocketTimeoutException e) {
      return new RawAnswer(RawAnswer.NOTHING, "", limit.toMillis());
    } catch (IOException e) {
      return new RawAnswer(RawAnswer.CLOSED, "", 0);
    }
  }

  private void send(Sending sending) throws IOException {
    OutputStream out = socket.getOutputStream();
    try {
      if (sending.millisPerByte() == 0) {
        out.write(sending.bytes());
      } else {
        for (byte b : sending.bytes()) {
          out.write(b);
          pause(sending.millisPerByte());
        }
      }
      out.flush();
    } catch (IOException e) {
      // A server that refuses a request need not read all of it; its answer may be there.
    }
    sentNanos = System.nanoTime();
  }

  private static void pause(long millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private RawAnswer answer(Reading reading, Runnable begun) throws IOException {
    if (reading.bytes() == 0) {
      // The server is to have begun.
      pause(200 + reading.holdMillis());
      return new RawAnswer(RawAnswer.CLOSED, "", millis());
    }
    String head = head();
    begun.run();
    if (head.isEmpty()) {
      return new RawAnswer(RawAnswer.CLOSED, "", millis());
    }
    int status = status(head);
    if (reading.bytes() > 0) {
      pause(reading.holdMillis());
      return new RawAnswer(status, "", millis());
    }
    try {
      return new RawAnswer(status, body(head), millis());
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      return new RawAnswer(RawAnswer.CLOSED, "", millis());
    }
  }

  private long millis() {
    return (System.nanoTime() - sentNanos) / 1_000_000;
  }

  private static int status(String head) {
    String[] parts = head.split(" ", 3);
    return parts.length > 1 && parts[0].startsWith("HTTP/") ? Integer.parseInt(parts[1]) : 0;
  }

  /** The head of the answer; an empty text if the connection ends before. */
  private String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int b = read();
      if (b < 0) {
        return "";
      }
      head.append((char) b);
    }
    return head.toString();
  }

  private String body(String head) throws IOException {
    String lower = head.toLowerCase(Locale.ROOT);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if (lower.contains("\r\ntransfer-encoding: chunked")) {
      for (int size = chunkSize(); size > 0; size = chunkSize()) {
        copy(size, body);
        line();
      }
      line();
    } else {
      int at = lower.indexOf("\r\ncontent-length:");
      if (at >= 0) {
        int from = at + "\r\ncontent-length:".length();
        copy(Integer.parseInt(lower.substring(from, lower.indexOf('\r', from)).strip()), body);
      }
    }
    return body.toString(StandardCharsets.UTF_8);
  }

  private int chunkSize() throws IOException {
    return Integer.parseInt(line().strip(), 16);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = read(); b != '\n'; b = read()) {
      if (b < 0) {
        throw new IOException("the answer is cut");
      }
      line.append((char) b);
    }
    return line.toString();
  }

  private void copy(int count, ByteArrayOutputStream to) throws IOException {
    for (int i = 0; i < count; i++) {
      int b = read();
      if (b < 0) {
        throw new IOException("the answer is cut");
      }
      to.write(b);
    }
  }

  private int read() throws IOException {
    if (in.available() == 0) {
      long millisLeft = (deadlineNanos - System.nanoTime()) / 1_000_000;
      if (millisLeft <= 0) {
        throw new SocketTimeoutException("no answer in time");
      }
      socket.setSoTimeout((int) Math.min(Integer.MAX_VALUE, millisLeft));
    }
    return in.read();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
