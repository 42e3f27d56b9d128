package dev.backlot.media.vips;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One call of a libvips operation by name, its arguments by name. */
final class VipsOperation {
  private final Vips vips;
  private final String name;
  private final Map<String, String> scalars = new LinkedHashMap<>();
  private final Map<String, MemorySegment> images = new LinkedHashMap<>();
  private final Map<String, List<MemorySegment>> lists = new LinkedHashMap<>();

  VipsOperation(Vips vips, String name) {
    this.vips = vips;
    this.name = name;
  }

  /** A number, a flag, an enum's nick, or numbers parted by blanks for an array. */
  VipsOperation with(String argument, Object scalar) {
    scalars.put(argument, scalar.toString());
    return this;
  }

  VipsOperation with(String argument, MemorySegment image) {
    images.put(argument, image);
    return this;
  }

  VipsOperation with(String argument, List<MemorySegment> imageList) {
    lists.put(argument, imageList);
    return this;
  }

  /** Runs it and answers the image in property {@code out}; the caller owns the reference. */
  MemorySegment out() throws VipsException {
    try (var arena = Arena.ofConfined()) {
      var built = built(arena);
      try {
        return vips.values.image(arena, built, "out");
      } finally {
        release(built);
      }
    }
  }

  /** Runs it for its effect, such as a written file. */
  void run() throws VipsException {
    try (var arena = Arena.ofConfined()) {
      release(built(arena));
    }
  }

  private MemorySegment built(Arena arena) throws VipsException {
    var operation = vips.newOperation.address(arena.allocateFrom(name));
    if (operation.equals(MemorySegment.NULL)) {
      throw new VipsException(vips.takeError());
    }
    fill(arena, operation);
    var holder = arena.allocate(ADDRESS);
    holder.set(ADDRESS, 0, operation);
    int answer = vips.build.integer(holder);
    var built = holder.get(ADDRESS, 0);
    if (answer != 0) {
      release(built);
      throw new VipsException(vips.takeError());
    }
    return built;
  }

  private void fill(Arena arena, MemorySegment operation) throws VipsException {
    images.forEach((argument, image) -> vips.values.setImage(arena, operation, argument, image));
    lists.forEach((argument, list) -> vips.values.setImages(arena, operation, argument, list));
    for (var scalar : scalars.entrySet()) {
      var argument = arena.allocateFrom(scalar.getKey());
      if (vips.setFromText.integer(operation, argument, arena.allocateFrom(scalar.getValue()))
          != 0) {
        release(operation);
        throw new VipsException(vips.takeError());
      }
    }
  }

  private void release(MemorySegment operation) {
    vips.unrefOutputs.run(operation);
    vips.unref(operation);
  }
}
