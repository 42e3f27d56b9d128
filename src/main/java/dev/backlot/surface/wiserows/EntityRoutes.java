package dev.backlot.surface.wiserows;

import dev.backlot.http.Access;
import dev.backlot.http.Body;
import dev.backlot.http.Fields;
import dev.backlot.http.Least;
import dev.backlot.http.Query;
import dev.backlot.http.Refusal;
import dev.backlot.json.Json;
import dev.backlot.runtime.Claim;
import dev.backlot.runtime.Documents;
import dev.backlot.runtime.Runs;
import dev.backlot.store.DocumentQuery;
import dev.backlot.store.DocumentRecord;
import dev.backlot.surface.Links;
import dev.backlot.surface.Once;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Entity types and entities: what workflows are about. */
final class EntityRoutes {
  /** The tag of an entity that names its type. */
  static final String TYPE = "type";

  private static final int LIMIT_MAX = 200;

  private final Runs runs;
  private final Documents documents;
  private final Links links;
  private final Once once;

  EntityRoutes(Runs runs, Links links, Once once) {
    this.runs = runs;
    this.documents = runs.documents();
    this.links = links;
    this.once = once;
  }

  void add(RoutesConfig routes, String base) {
    var types = base + "/entity-types";
    routes.get(types, this::types);
    routes.post(
        types,
        once.handler(Body.JSON_BYTES_MAX, this::createType, this::typeCreated),
        Least.EDITOR);
    routes.get(types + "/{id}", this::type);
    routes.delete(types + "/{id}", this::deleteType, Least.EDITOR);
    var entities = base + "/entities";
    routes.get(entities, this::entities);
    routes.post(entities, once.handler(Body.JSON_BYTES_MAX, this::create, this::created));
    routes.get(entities + "/{id}", this::entity);
    routes.patch(entities + "/{id}", this::update);
    routes.delete(entities + "/{id}", this::delete);
  }

  static int limit(Query query) {
    return query.number("limit", 1, LIMIT_MAX).map(Long::intValue).orElse(Query.LIMIT_DEFAULT);
  }

  static int offset(Query query) {
    return query.number("offset", 0, Integer.MAX_VALUE).map(Long::intValue).orElse(0);
  }

  private void types(Context context) {
    var query = Query.of(context, "limit", "offset");
    var caller = Access.caller(context);
    var wanted = DocumentQuery.of(Definition.ENTITY_TYPE);
    var found =
        documents.list(caller, wanted, Optional.empty(), offset(query), limit(query)).stream()
            .map(Render::entityType)
            .toList();
    Wire.page(context, found, documents.count(caller, wanted), limit(query), offset(query));
  }

  private void createType(Context context, Optional<Claim> claim) throws IOException {
    Query.of(context);
    var mistakes = new ArrayList<Refusal.Field>();
    var type = Parse.entityType(Body.json(context), mistakes);
    Problems.refuseIfAny(mistakes);
    var document =
        made(context, Definition.ENTITY_TYPE, "et", Map.of(), Json.MAPPER.writeValueAsString(type));
    documents.create(document, claim);
    Wire.send(context, 201, Render.entityType(document));
  }

  private DocumentRecord made(
      Context context, String kind, String word, Map<String, String> tags, String body) {
    var now = runs.now();
    return new DocumentRecord(
        kind,
        Ids.make(word),
        Access.caller(context),
        Optional.empty(),
        tags,
        body,
        false,
        now,
        now);
  }

  private void typeCreated(Context context, String id) {
    Wire.send(context, 201, Render.entityType(find(context, Definition.ENTITY_TYPE, id)));
  }

  private DocumentRecord find(Context context, String kind, String id) {
    return documents
        .get(Access.caller(context), kind, id)
        .filter(document -> !document.deleted())
        .orElseThrow(
            () -> Problems.unknown(kind.equals(Documents.RECORD) ? "entity" : "entity type", id));
  }

  private void type(Context context) {
    Query.of(context);
    Wire.send(
        context,
        200,
        Render.entityType(find(context, Definition.ENTITY_TYPE, context.pathParam("id"))));
  }

  private void deleteType(Context context) {
    Query.of(context);
    var id = context.pathParam("id");
    find(context, Definition.ENTITY_TYPE, id);
    var having = DocumentQuery.of(Documents.RECORD).tagged(Map.of(TYPE, id));
    long entities = documents.count(Access.caller(context), having);
    if (entities > 0) {
      throw Problems.conflict(
          "there are " + entities + " entities of this type; delete them first");
    }
    remove(context, Definition.ENTITY_TYPE, id);
  }

  private void remove(Context context, String kind, String id) {
    documents.change(
        Access.caller(context),
        kind,
        id,
        document -> new Documents.Changing.Changed(document.deleted(runs.now())));
    Wire.send(context, 200, new Wire.Deleted(id, true));
  }

  private Wire.Entity shown(Context context, DocumentRecord document) {
    return new Render(context, Access.caller(context), links).entity(document);
  }

  private void entities(Context context) {
    var query = Query.of(context, "entityTypeId", "limit", "offset");
    var caller = Access.caller(context);
    var wanted = DocumentQuery.of(Documents.RECORD);
    if (query.text("entityTypeId").isPresent()) {
      wanted = wanted.tagged(Map.of(TYPE, query.text("entityTypeId").get()));
    }
    var found =
        documents.list(caller, wanted, Optional.empty(), offset(query), limit(query)).stream()
            .map(document -> shown(context, document))
            .toList();
    Wire.page(context, found, documents.count(caller, wanted), limit(query), offset(query));
  }

  private void create(Context context, Optional<Claim> claim) throws IOException {
    Query.of(context);
    var mistakes = new ArrayList<Refusal.Field>();
    var given = Fields.of(Body.json(context), "", mistakes, "entityTypeId", "fields");
    var typeId = given.required("entityTypeId", given.text("entityTypeId", 255)).orElse("");
    var values = given.required("fields", given.object("fields")).orElseGet(Json::object);
    Problems.refuseIfAny(mistakes);
    var type = type(context, typeId, mistakes);
    var body = Json.object();
    type.ifPresent(
        known ->
            body.set(
                "fields",
                Parse.fields(
                    values,
                    known,
                    Json.object(),
                    id -> runs.assets().get(Access.caller(context), id),
                    mistakes)));
    Problems.refuseIfAny(mistakes);
    var document = made(context, Documents.RECORD, "ent", Map.of(TYPE, typeId), Json.text(body));
    documents.create(document, claim);
    Wire.send(context, 201, shown(context, document));
  }

  private Optional<Definition.EntityType> type(
      Context context, String id, java.util.List<Refusal.Field> mistakes) {
    var found =
        documents
            .get(Access.caller(context), Definition.ENTITY_TYPE, id)
            .filter(document -> !document.deleted())
            .map(Definition.EntityType::of);
    if (found.isEmpty()) {
      mistakes.add(new Refusal.Field("entityTypeId", "there is no entity type '" + id + "'"));
    }
    return found;
  }

  private void created(Context context, String id) {
    Wire.send(context, 201, shown(context, find(context, Documents.RECORD, id)));
  }

  private void entity(Context context) {
    Query.of(context);
    Wire.send(
        context, 200, shown(context, find(context, Documents.RECORD, context.pathParam("id"))));
  }

  private void update(Context context) throws IOException {
    Query.of(context);
    var id = context.pathParam("id");
    var mistakes = new ArrayList<Refusal.Field>();
    var given = Fields.of(Body.json(context), "", mistakes, "fields");
    var values = given.required("fields", given.object("fields")).orElseGet(Json::object);
    Problems.refuseIfAny(mistakes);
    var caller = Access.caller(context);
    var typeId = find(context, Documents.RECORD, id).tags().getOrDefault(TYPE, "");
    var type = type(context, typeId, mistakes);
    Problems.refuseIfAny(mistakes);
    documents.change(
        caller,
        Documents.RECORD,
        id,
        document -> {
          var body = (ObjectNode) Json.MAPPER.readTree(document.body());
          var fields =
              Parse.fields(
                  values,
                  type.orElseThrow(),
                  (ObjectNode) body.path("fields"),
                  asset -> runs.assets().get(caller, asset),
                  mistakes);
          Problems.refuseIfAny(mistakes);
          body.set("fields", fields);
          return new Documents.Changing.Changed(
              document.with(document.tags(), Json.text(body), runs.now()));
        });
    Wire.send(context, 200, shown(context, find(context, Documents.RECORD, id)));
  }

  private void delete(Context context) {
    Query.of(context);
    var id = context.pathParam("id");
    find(context, Documents.RECORD, id);
    remove(context, Documents.RECORD, id);
  }
}
