package io.perilune.inference.quantise;

import io.perilune.gguf.GgmlType;
import io.perilune.gguf.GgufFile;
import io.perilune.gguf.TensorInfo;
import io.perilune.inference.kernel.Workers;
import io.perilune.inference.quant.WeightEncoder;
import io.perilune.inference.quant.WeightEncoders;
import io.perilune.inference.quant.WeightFormat;
import io.perilune.inference.quant.WeightFormats;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * Decodes weights of one type and encodes them in another. A tensor is done in batches of pieces,
 * each a row or part of one; the workers share the pieces of a batch, and what they have encoded is
 * written before the next. Buffers are reused for all tensors of a file.
 */
final class TensorConverter {
  /** Weights of a piece: a multiple of the blocks of all types. */
  private static final int PIECE = 1 << 14;

  /** Encoded bytes of a batch: enough pieces for many workers. */
  private static final int BATCH_BYTES = 8 << 20;

  private final GgufFile file;
  private final Workers workers;
  private final float[][] decoded;
  private final MemorySegment encoded = Arena.ofAuto().allocate(BATCH_BYTES);

  TensorConverter(GgufFile file, Workers workers) {
    this.file = file;
    this.workers = workers;
    this.decoded = new float[workers.threads()][PIECE];
  }

  /**
   * Writes a tensor's weights.
   *
   * @param target divides the tensor's rows into blocks
   * @throws io.perilune.gguf.GgufFormatException if a weight is no number or too large for the type
   */
  void convert(TensorInfo tensor, GgmlType target, WritableByteChannel channel) throws IOException {
    Conversion conversion =
        new Conversion(
            tensor,
            file.data(tensor),
            WeightFormats.of(tensor.type()),
            WeightEncoders.of(target),
            Math.toIntExact(tensor.dimension(0)));
    long pieces = conversion.pieces();
    int batch = (int) (BATCH_BYTES / target.rowBytes(Math.min(PIECE, conversion.columns())));
    int grain = Math.max(1, PIECE / conversion.columns());
    for (long first = 0; first < pieces; first += batch) {
      long from = first;
      int count = (int) Math.min(batch, pieces - first);
      workers.run(
          count,
          grain,
          (start, end, worker) -> {
            for (int i = start; i < end; i++) {
              convertPiece(conversion, from, from + i, decoded[worker]);
            }
          });
      long bytes = conversion.encodedOffset(first + count) - conversion.encodedOffset(first);
      ByteBuffer buffer = encoded.asSlice(0, bytes).asByteBuffer();
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }
  }

  private void convertPiece(Conversion conversion, long firstOfBatch, long piece, float[] weights) {
    long row = conversion.row(piece);
    int first = conversion.firstColumn(piece);
    int count = Math.min(PIECE, conversion.columns() - first);
    conversion
        .format()
        .dequantise(conversion.source(), conversion.sourceOffset(row), first, count, weights, 0);
    long at = conversion.encodedOffset(piece) - conversion.encodedOffset(firstOfBatch);
    try {
      conversion.encoder().encode(weights, 0, count, encoded, at);
    } catch (IllegalArgumentException e) {
      throw file.error(
          conversion.tensor().name(),
          "cannot be written as "
              + conversion.encoder().type()
              + ": counted from weight "
              + first
              + " of row "
              + row
              + ", "
              + e.getMessage()
              + ". If the file is sound, choose another type for this tensor.");
    }
  }

  /** What is to be done with one tensor. */
  private record Conversion(
      TensorInfo tensor,
      MemorySegment source,
      WeightFormat format,
      WeightEncoder encoder,
      int columns) {
    private int piecesPerRow() {
      return Math.ceilDiv(columns, PIECE);
    }

    long pieces() {
      return tensor.elements() / columns * piecesPerRow();
    }

    long row(long piece) {
      return piece / piecesPerRow();
    }

    int firstColumn(long piece) {
      return (int) (piece % piecesPerRow()) * PIECE;
    }

    long sourceOffset(long row) {
      return row * format.type().rowBytes(columns);
    }

    /** Where a piece begins in the new tensor; types that are written have no row meta bytes. */
    long encodedOffset(long piece) {
      return row(piece) * encoder.type().rowBytes(columns)
          + encoder.type().rowBytes(firstColumn(piece));
    }
  }
}
