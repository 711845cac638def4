package io.perilune.toolcall.parse;

/** The call whose arguments are being read. */
final class OpenCall {
  private final MessageWriter writer;
  private final String header;
  private final CallBody body;
  private final boolean isNative;

  /** The tool, or {@code null} if it is to be inferred from the arguments. */
  private final String name;

  private final NameInference inference;

  private OpenCall(
      MessageWriter writer,
      String header,
      String name,
      NameInference inference,
      CallBody body,
      boolean isNative) {
    this.writer = writer;
    this.header = header;
    this.name = name;
    this.inference = inference;
    this.body = body;
    this.isNative = isNative;
  }

  /** A call written as plain text. */
  static OpenCall plain(MessageWriter writer, String header, String name, CallBody body) {
    return new OpenCall(writer, header, name, null, body, false);
  }

  /** A call between markers whose header names the tool. */
  static OpenCall named(MessageWriter writer, String header, String name, CallBody body) {
    return new OpenCall(writer, header, name, null, body, true);
  }

  /** A call between markers whose header does not name the tool. */
  static OpenCall unnamed(
      MessageWriter writer, String header, NameInference inference, CallBody body) {
    return new OpenCall(writer, header, null, inference, body, true);
  }

  void begin() {
    if (name != null) {
      writer.startCall(header, name);
    }
  }

  CallBody body() {
    return body;
  }

  /** Whether the call is written between markers. */
  boolean isNative() {
    return isNative;
  }

  /** Passes on the arguments so far, if the tool is known. */
  void writeReady() {
    if (name != null) {
      writer.arguments(body.readMore());
    }
  }

  void end(boolean cut) {
    body.end(cut);
    if (name != null) {
      writeReady();
    } else {
      NameInference.Named inferred = inference.infer(header, body.readMore());
      writer.startCall(header, inferred.name());
      writer.arguments(inferred.arguments());
    }
    writer.endCall();
  }
}
