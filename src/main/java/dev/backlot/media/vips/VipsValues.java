package dev.backlot.media.vips;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.List;

/** Moves images into and out of an operation's properties by way of a GValue. */
final class VipsValues {
  /** The size of a GValue: a type and two unions of eight bytes each. */
  private static final long VALUE_BYTES = 24;

  private final NativeCall init;
  private final NativeCall unset;
  private final NativeCall setObject;
  private final NativeCall getObject;
  private final NativeCall setBoxed;
  private final NativeCall setProperty;
  private final NativeCall getProperty;
  private final NativeCall ref;
  private final NativeCall newImages;
  private final NativeCall unrefArea;
  private final long imageType;
  private final long imagesType;

  VipsValues(SymbolLookup library) {
    init = NativeCall.returning(library, "g_value_init", ADDRESS, ADDRESS, JAVA_LONG);
    unset = NativeCall.silent(library, "g_value_unset", ADDRESS);
    setObject = NativeCall.silent(library, "g_value_set_object", ADDRESS, ADDRESS);
    getObject = NativeCall.returning(library, "g_value_get_object", ADDRESS, ADDRESS);
    setBoxed = NativeCall.silent(library, "g_value_set_boxed", ADDRESS, ADDRESS);
    setProperty = NativeCall.silent(library, "g_object_set_property", ADDRESS, ADDRESS, ADDRESS);
    getProperty = NativeCall.silent(library, "g_object_get_property", ADDRESS, ADDRESS, ADDRESS);
    ref = NativeCall.returning(library, "g_object_ref", ADDRESS, ADDRESS);
    newImages = NativeCall.returning(library, "vips_array_image_new", ADDRESS, ADDRESS, JAVA_INT);
    unrefArea = NativeCall.silent(library, "vips_area_unref", ADDRESS);
    imageType = NativeCall.returning(library, "vips_image_get_type", JAVA_LONG).wide();
    imagesType = NativeCall.returning(library, "vips_array_image_get_type", JAVA_LONG).wide();
  }

  void setImage(Arena arena, MemorySegment operation, String property, MemorySegment image) {
    var value = value(arena, imageType);
    setObject.run(value, image);
    setProperty.run(operation, arena.allocateFrom(property), value);
    unset.run(value);
  }

  void setImages(
      Arena arena, MemorySegment operation, String property, List<MemorySegment> images) {
    var array = arena.allocate(ADDRESS, images.size());
    for (int i = 0; i < images.size(); i++) {
      array.setAtIndex(ADDRESS, i, images.get(i));
    }
    var area = newImages.address(array, images.size());
    var value = value(arena, imagesType);
    setBoxed.run(value, area);
    setProperty.run(operation, arena.allocateFrom(property), value);
    unset.run(value);
    unrefArea.run(area);
  }

  /** The image a property holds; the caller owns the reference. */
  MemorySegment image(Arena arena, MemorySegment operation, String property) {
    var value = value(arena, imageType);
    getProperty.run(operation, arena.allocateFrom(property), value);
    var image = ref.address(getObject.address(value));
    unset.run(value);
    return image;
  }

  private MemorySegment value(Arena arena, long type) {
    var value = arena.allocate(VALUE_BYTES, 8);
    init.run(value, type);
    return value;
  }
}
