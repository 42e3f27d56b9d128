package dev.backlot.media.vips;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;

/** One C function that can be called with boxed arguments. */
final class NativeCall {
  private static final MethodType SPREAD = MethodType.methodType(Object.class, Object[].class);

  private final String name;
  private final MethodHandle handle;

  private NativeCall(String name, MethodHandle handle) {
    this.name = name;
    this.handle = handle.asSpreader(Object[].class, handle.type().parameterCount()).asType(SPREAD);
  }

  static NativeCall returning(
      SymbolLookup library, String name, MemoryLayout result, MemoryLayout... arguments) {
    return new NativeCall(name, link(library, name, FunctionDescriptor.of(result, arguments)));
  }

  static NativeCall silent(SymbolLookup library, String name, MemoryLayout... arguments) {
    return new NativeCall(name, link(library, name, FunctionDescriptor.ofVoid(arguments)));
  }

  @SuppressWarnings("restricted") // the one place where native code is linked
  private static MethodHandle link(
      SymbolLookup library, String name, FunctionDescriptor descriptor) {
    return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), descriptor);
  }

  MemorySegment address(Object... arguments) {
    return (MemorySegment) invoke(arguments);
  }

  int integer(Object... arguments) {
    return (int) invoke(arguments);
  }

  long wide(Object... arguments) {
    return (long) invoke(arguments);
  }

  void run(Object... arguments) {
    invoke(arguments);
  }

  @SuppressWarnings("NullAway") // a function without result answers null, and then nobody looks
  private Object invoke(Object[] arguments) {
    try {
      return (Object) handle.invokeExact(arguments);
    } catch (Throwable impossible) {
      throw new IllegalStateException(
          "calling " + name + " failed before it was entered", impossible);
    }
  }
}
