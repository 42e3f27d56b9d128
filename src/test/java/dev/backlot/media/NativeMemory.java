package dev.backlot.media;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/** What native libraries hold of this process's memory, as glibc counts it; Java's heap is not. */
public final class NativeMemory {
  private static final String NAME = "mallinfo2";

  /** By malloc.h: ten sizes; the fifth is of mapped regions, the eighth of small pieces. */
  private static final MemoryLayout SIZES = MemoryLayout.sequenceLayout(10, ValueLayout.JAVA_LONG);

  private static final int MAPPED = 4;
  private static final int SMALL = 7;

  private NativeMemory() {}

  /** In bytes; nothing where there is no glibc. */
  public static Optional<Long> used() {
    var linker = Linker.nativeLinker();
    return linker.defaultLookup().find(NAME).map(function -> used(linker, function));
  }

  @SuppressWarnings("restricted") // a function of the C library, which takes nothing
  private static long used(Linker linker, MemorySegment function) {
    var handle =
        linker.downcallHandle(
            function, FunctionDescriptor.of(MemoryLayout.structLayout(SIZES.withName("sizes"))));
    try (var arena = Arena.ofConfined()) {
      var sizes = (MemorySegment) handle.invokeExact((SegmentAllocator) arena);
      return at(sizes, MAPPED) + at(sizes, SMALL) - buffers();
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static long at(MemorySegment sizes, int index) {
    return sizes.getAtIndex(ValueLayout.JAVA_LONG, index);
  }

  /** Those of Java, which go when the collector has found them. */
  private static long buffers() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }
}
