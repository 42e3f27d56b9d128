package dev.backlot.expression;

import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.NullableType;
import dev.cel.common.types.SimpleType;
import java.util.Optional;

/** The types of ports in the words of CEL, and back. */
final class CelTypes {
  private CelTypes() {}

  /**
   * A value that may be missing is nullable, so that {@code == null} compiles; CEL has no nullable
   * lists.
   */
  static CelType declared(Port port) {
    var type = single(port.type());
    if (port.list()) {
      return ListType.create(type);
    }
    boolean certain = port.required() || port.fallback().isPresent() || type.equals(SimpleType.DYN);
    return certain ? type : NullableType.create(type);
  }

  private static CelType single(PortType type) {
    return switch (type) {
      case TEXT -> SimpleType.STRING;
      case INTEGER -> SimpleType.INT;
      case NUMBER -> SimpleType.DOUBLE;
      case BOOLEAN -> SimpleType.BOOL;
      // an asset is a map at run time; as a declared map it could not be compared with null
      case IMAGE, VIDEO, AUDIO, FILE, JSON, CHECKS, CASES -> SimpleType.DYN;
    };
  }

  /** Empty when no port takes such a value. */
  static Optional<ResultType> result(CelType type) {
    return switch (type.kind()) {
      case LIST -> result(((ListType) type).elemType()).map(CelTypes::listOf);
      case STRING, TIMESTAMP -> typed(PortType.TEXT);
      case INT -> typed(PortType.INTEGER);
      case DOUBLE -> typed(PortType.NUMBER);
      case BOOL -> typed(PortType.BOOLEAN);
      case DYN, ANY, MAP, NULL_TYPE, TYPE_PARAM -> Optional.of(ResultType.DYNAMIC);
      default ->
          type instanceof NullableType nullable ? result(nullable.targetType()) : Optional.empty();
    };
  }

  private static Optional<ResultType> typed(PortType type) {
    return Optional.of(new ResultType(type, false));
  }

  private static ResultType listOf(ResultType item) {
    return new ResultType(item.list() ? PortType.JSON : item.type(), true);
  }
}
