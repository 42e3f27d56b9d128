package dev.backlot.media.vips;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.Arrays;

/** The C functions of libvips and GObject that Backlot calls, started once per process. */
final class Vips {
  static final int FORMAT_UCHAR = 0;
  static final int FORMAT_DOUBLE = 8;
  static final int INTERPRETATION_CMYK = 15;

  private final NativeCall errorText;
  private final NativeCall free;
  private final NativeCall version;
  private final NativeCall shutdownThread;
  private final NativeCall width;
  private final NativeCall height;
  private final NativeCall bands;
  private final NativeCall pages;
  private final NativeCall interpretation;
  private final NativeCall typeOfField;
  private final NativeCall copyMemory;
  private final NativeCall fromMemory;
  private final NativeCall toMemory;
  private final NativeCall unref;
  private final NativeCall setInteger;
  private final NativeCall setIntegers;
  private final NativeCall setBytes;
  final VipsValues values;
  final NativeCall newOperation;
  final NativeCall setFromText;
  final NativeCall build;
  final NativeCall unrefOutputs;

  Vips(SymbolLookup library) {
    errorText = NativeCall.returning(library, "vips_error_buffer_copy", ADDRESS);
    free = NativeCall.silent(library, "g_free", ADDRESS);
    version = NativeCall.returning(library, "vips_version_string", ADDRESS);
    shutdownThread = NativeCall.silent(library, "vips_thread_shutdown");
    width = NativeCall.returning(library, "vips_image_get_width", JAVA_INT, ADDRESS);
    height = NativeCall.returning(library, "vips_image_get_height", JAVA_INT, ADDRESS);
    bands = NativeCall.returning(library, "vips_image_get_bands", JAVA_INT, ADDRESS);
    pages = NativeCall.returning(library, "vips_image_get_n_pages", JAVA_INT, ADDRESS);
    interpretation =
        NativeCall.returning(library, "vips_image_get_interpretation", JAVA_INT, ADDRESS);
    typeOfField =
        NativeCall.returning(library, "vips_image_get_typeof", JAVA_LONG, ADDRESS, ADDRESS);
    copyMemory = NativeCall.returning(library, "vips_image_copy_memory", ADDRESS, ADDRESS);
    fromMemory =
        NativeCall.returning(
            library,
            "vips_image_new_from_memory_copy",
            ADDRESS,
            ADDRESS,
            JAVA_LONG,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT);
    toMemory =
        NativeCall.returning(library, "vips_image_write_to_memory", ADDRESS, ADDRESS, ADDRESS);
    unref = NativeCall.silent(library, "g_object_unref", ADDRESS);
    setInteger = NativeCall.silent(library, "vips_image_set_int", ADDRESS, ADDRESS, JAVA_INT);
    setBytes =
        NativeCall.silent(
            library, "vips_image_set_blob_copy", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);
    setIntegers =
        NativeCall.silent(library, "vips_image_set_array_int", ADDRESS, ADDRESS, ADDRESS, JAVA_INT);
    newOperation = NativeCall.returning(library, "vips_operation_new", ADDRESS, ADDRESS);
    setFromText =
        NativeCall.returning(
            library, "vips_object_set_argument_from_string", JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
    build = NativeCall.returning(library, "vips_cache_operation_buildp", JAVA_INT, ADDRESS);
    unrefOutputs = NativeCall.silent(library, "vips_object_unref_outputs", ADDRESS);
    start(library);
    values = new VipsValues(library);
  }

  private static void start(SymbolLookup library) {
    try (var arena = Arena.ofConfined()) {
      // Damage is reported by failing calls; the same words on stderr would only be noise.
      NativeCall.returning(library, "g_setenv", JAVA_INT, ADDRESS, ADDRESS, JAVA_INT)
          .integer(arena.allocateFrom("VIPS_WARNING"), arena.allocateFrom("off"), 0);
      int answer =
          NativeCall.returning(library, "vips_init", JAVA_INT, ADDRESS)
              .integer(arena.allocateFrom("backlot"));
      if (answer != 0) {
        throw new IllegalStateException("libvips was found, but it does not start");
      }
    }
    NativeCall.silent(library, "vips_concurrency_set", JAVA_INT).run(1);
    // Our inputs never repeat, so an operation cache would only hold memory.
    NativeCall.silent(library, "vips_cache_set_max", JAVA_INT).run(0);
    NativeCall.silent(library, "vips_block_untrusted_set", JAVA_INT).run(1);
  }

  String version() {
    return text(version.address());
  }

  /** What went wrong last, on one line; another thread's words may be among it. */
  String takeError() {
    var copied = errorText.address();
    try {
      return Complaint.of(text(copied));
    } finally {
      free.run(copied);
    }
  }

  /** Gives back the buffers libvips keeps for the calling thread. */
  void leaveThread() {
    shutdownThread.run();
  }

  int width(MemorySegment image) {
    return width.integer(image);
  }

  int height(MemorySegment image) {
    return height.integer(image);
  }

  int bands(MemorySegment image) {
    return bands.integer(image);
  }

  /** How many frames its file has. */
  int frames(MemorySegment image) {
    return pages.integer(image);
  }

  boolean isCmyk(MemorySegment image) {
    return interpretation.integer(image) == INTERPRETATION_CMYK;
  }

  boolean hasProfile(MemorySegment image) {
    try (var arena = Arena.ofConfined()) {
      return typeOfField.wide(image, arena.allocateFrom("icc-profile-data")) != 0;
    }
  }

  /** Computes every pixel now; the answer may be read in any order and any number of times. */
  MemorySegment computed(MemorySegment image) throws VipsException {
    return required(copyMemory.address(image));
  }

  MemorySegment imageOf(byte[] samples, int width, int height, int bands) throws VipsException {
    try (var arena = Arena.ofConfined()) {
      var copy = arena.allocate(samples.length);
      MemorySegment.copy(samples, 0, copy, JAVA_BYTE, 0, samples.length);
      return required(
          fromMemory.address(copy, (long) samples.length, width, height, bands, FORMAT_UCHAR));
    }
  }

  MemorySegment matrixOf(double[] numbers, int width, int height) throws VipsException {
    try (var arena = Arena.ofConfined()) {
      var copy = arena.allocateFrom(JAVA_DOUBLE, numbers);
      return required(fromMemory.address(copy, copy.byteSize(), width, height, 1, FORMAT_DOUBLE));
    }
  }

  @SuppressWarnings("restricted") // the length comes from the same call as the address
  byte[] samplesOf(MemorySegment image) throws VipsException {
    try (var arena = Arena.ofConfined()) {
      var length = arena.allocate(JAVA_LONG);
      var samples = required(toMemory.address(image, length));
      try {
        return samples.reinterpret(length.get(JAVA_LONG, 0)).toArray(JAVA_BYTE);
      } finally {
        free.run(samples);
      }
    }
  }

  /** Says of frames one below the other how they follow; the image must be nobody else's. */
  void setAnimation(MemorySegment strip, int height, int frames, int delayMs, int loops) {
    try (var arena = Arena.ofConfined()) {
      var delays = new int[frames];
      Arrays.fill(delays, delayMs);
      setInteger.run(strip, arena.allocateFrom("page-height"), height);
      setInteger.run(strip, arena.allocateFrom("loop"), loops);
      setIntegers.run(
          strip, arena.allocateFrom("delay"), arena.allocateFrom(JAVA_INT, delays), frames);
    }
  }

  /** Gives an image its XMP; it must be nobody else's. */
  void setXmp(MemorySegment image, byte[] packet) {
    try (var arena = Arena.ofConfined()) {
      var bytes = arena.allocateFrom(JAVA_BYTE, packet);
      setBytes.run(image, arena.allocateFrom("xmp-data"), bytes, (long) packet.length);
    }
  }

  void unref(MemorySegment object) {
    unref.run(object);
  }

  private MemorySegment required(MemorySegment result) throws VipsException {
    if (result.equals(MemorySegment.NULL)) {
      throw new VipsException(takeError());
    }
    return result;
  }

  @SuppressWarnings("restricted") // libvips ends its texts with a zero
  private static String text(MemorySegment address) {
    return address.equals(MemorySegment.NULL)
        ? ""
        : address.reinterpret(Long.MAX_VALUE).getString(0);
  }
}
