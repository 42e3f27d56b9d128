package dev.backlot.surface.backlot;

import dev.backlot.http.Access;
import dev.backlot.http.Body;
import dev.backlot.http.Download;
import dev.backlot.http.Query;
import dev.backlot.http.Refusal;
import dev.backlot.model.Asset;
import dev.backlot.model.AssetId;
import dev.backlot.model.Caller;
import dev.backlot.model.Look;
import dev.backlot.model.MediaTypes;
import dev.backlot.runtime.Assets;
import dev.backlot.runtime.Claim;
import dev.backlot.runtime.Looks;
import dev.backlot.runtime.Makings;
import dev.backlot.runtime.Runs;
import dev.backlot.store.AssetPage;
import dev.backlot.store.AssetQuery;
import dev.backlot.store.LookQuery;
import dev.backlot.surface.Once;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.TreeSet;

/** Assets: upload, look, download. */
final class AssetRoutes {
  private static final String PATH = "/v1/assets";
  private static final String FILE = "file";
  private static final int LINEAGE_MAX = 100;
  private static final int SIDE_MAX = 1_000_000;

  private final Assets assets;
  private final Looks looks;
  private final Makings makings;
  private final Once once;
  private final Previews previews;

  AssetRoutes(Runs runs, Previews previews, Once once) {
    this.assets = runs.assets();
    this.looks = runs.looks();
    this.makings = runs.makings();
    this.previews = previews;
    this.once = once;
  }

  void add(RoutesConfig routes) {
    routes.post(PATH, once.upload(Assets.BYTES_MAX, this::upload, this::uploaded));
    routes.put(PATH, once.upload(Assets.BYTES_MAX, this::uploadBytes, this::uploaded));
    routes.get(PATH, this::list);
    routes.get(PATH + "/{sha256}", this::get);
    routes.get(PATH + "/{sha256}/content", this::download);
    routes.head(PATH + "/{sha256}/content", this::download);
    routes.get(PATH + "/{sha256}/thumbnail", this::preview);
  }

  private void uploaded(Context context, String resource) {
    var asset = AssetId.parse(resource).flatMap(id -> assets.get(Access.caller(context), id));
    created(context, asset.orElseThrow());
  }

  private void upload(Context context, Optional<Claim> claim) throws IOException {
    if (context.isMultipartFormData()) {
      uploadForm(context, claim);
    } else {
      uploadBytes(context, claim);
    }
  }

  private void uploadBytes(Context context, Optional<Claim> claim) throws IOException {
    var name = Query.of(context, "name").text("name").orElse("");
    try (var content = Body.stream(context, Assets.BYTES_MAX)) {
      created(context, assets.put(Access.caller(context), content, Parse.fileName(name), claim));
    }
  }

  private void uploadForm(Context context, Optional<Claim> claim) throws IOException {
    var name = Query.of(context, "name").text("name");
    var file = formFile(context);
    try (var content = file.content()) {
      created(
          context,
          assets.put(
              Access.caller(context),
              content,
              Parse.fileName(name.orElse(file.filename())),
              claim));
    }
  }

  /** The one file of the form; anything else in it is a mistake, because it would be dropped. */
  private static UploadedFile formFile(Context context) {
    if (context.req().getContentLengthLong() > Assets.BYTES_MAX) {
      throw Refusal.of(413, "expected at most " + Assets.BYTES_MAX + " bytes, but there are more")
          .exception();
    }
    var mistakes = new ArrayList<Refusal.Field>();
    var fields = new TreeSet<>(context.uploadedFileMap().keySet());
    fields.addAll(context.formParamMap().keySet());
    fields.stream()
        .filter(field -> !field.equals(FILE))
        .forEach(
            field -> mistakes.add(new Refusal.Field(field, "unknown form field '" + field + "'")));
    var files = context.uploadedFiles(FILE);
    if (files.size() != 1) {
      mistakes.add(new Refusal.Field(FILE, "expected one file, but " + files.size()));
    }
    Parse.refuseIfAny(mistakes);
    return files.getFirst();
  }

  private static void created(Context context, Asset asset) {
    context.header("Location", PATH + "/" + asset.id().sha256());
    Render.send(context, 201, Render.asset(asset));
  }

  private void list(Context context) {
    var query =
        Query.of(
            context,
            "type",
            "name",
            "hash",
            "workflow",
            "step",
            "bytes_min",
            "bytes_max",
            "width_min",
            "height_min",
            "like",
            "distance",
            "colour",
            "after",
            "limit");
    if (query.text("like").isPresent() || query.text("colour").isPresent()) {
      listAlike(context, query);
    } else {
      listNewest(context, query);
    }
  }

  private void listAlike(Context context, Query query) {
    var mistakes = new ArrayList<Refusal.Field>();
    if (query.text("after").isPresent()) {
      mistakes.add(new Refusal.Field("after", "the nearest come on one page, which has no next"));
    }
    if (query.text("distance").isPresent() && query.text("like").isEmpty()) {
      mistakes.add(new Refusal.Field("distance", "expected 'like' beside it"));
    }
    Parse.refuseIfAny(mistakes);
    var caller = Access.caller(context);
    var found = looks.find(caller, look(caller, query), wanted(query), query.limit());
    Render.send(context, 200, Render.alike(found));
  }

  private LookQuery look(Caller caller, Query query) {
    int bits =
        query.number("distance", 0, Parse.DISTANCE_MAX).map(Long::intValue).orElse(Look.ALIKE);
    var like = query.read("like", "an asset", AssetId::parse).map(id -> like(caller, id, bits));
    return new LookQuery(
        like, query.read("colour", "six hexadecimal digits such as #c84632", Parse::colour));
  }

  private LookQuery.Like like(Caller caller, AssetId id, int bits) {
    var asset = assets.get(caller, id);
    if (asset.isEmpty()) {
      throw Refusal.field("like", "there is no asset '" + id + "'").exception();
    }
    if (!asset.get().mediaType().startsWith("image/")) {
      throw Refusal.field("like", "expected a picture, but " + asset.get().mediaType()).exception();
    }
    var look = looks.of(caller, id);
    return new LookQuery.Like(
        id,
        look.orElseThrow(
                () ->
                    Refusal.of(
                            409,
                            "nobody knows yet what this picture looks like, or it cannot be read:"
                                + " ask again in a moment")
                        .exception())
            .print(),
        bits);
  }

  private void listNewest(Context context, Query query) {
    if (query.text("distance").isPresent()) {
      throw Refusal.field("distance", "expected 'like' beside it").exception();
    }
    var after = query.read("after", "the `next` of a page", AssetPage.Place::parse);
    var found =
        assets.list(
            Access.caller(context),
            wanted(query),
            after.orElse(AssetPage.Place.START),
            query.limit());
    Render.send(
        context,
        200,
        new Wire.Page<>(
            found.items().stream().map(Render::asset).toList(),
            found.next().map(Object::toString)));
  }

  private static AssetQuery wanted(Query query) {
    return new AssetQuery(
        query.text("type"),
        query.text("name"),
        query.read("hash", "4 to 64 hexadecimal digits", AssetQuery::hash),
        query.text("workflow"),
        query.text("step"),
        query.number("bytes_min", 0, Assets.BYTES_MAX),
        query.number("bytes_max", 0, Assets.BYTES_MAX),
        query.number("width_min", 0, SIDE_MAX),
        query.number("height_min", 0, SIDE_MAX));
  }

  private void get(Context context) {
    Query.of(context);
    var asset = find(context);
    var caller = Access.caller(context);
    var sources = assets.sources(caller, asset.id(), LINEAGE_MAX);
    var products = assets.products(caller, asset.id(), LINEAGE_MAX);
    var look = looks.of(caller, asset.id());
    var made = makings.of(caller, asset.id());
    Render.send(context, 200, Render.asset(asset, made, sources, products, look));
  }

  private void download(Context context) throws IOException {
    Query.of(context);
    var asset = find(context);
    new Download(file(context, asset), asset.id().sha256(), asset.mediaType(), name(asset))
        .send(context);
  }

  private Path file(Context context, Asset asset) {
    return assets
        .file(Access.caller(context), asset.id())
        .orElseThrow(() -> unknown(asset.id().toString()));
  }

  private void preview(Context context) throws IOException {
    var query = Query.of(context, "size", "unreadable");
    var isQuiet = query.read("unreadable", "refuse or empty", AssetRoutes::isQuiet).orElse(false);
    int side =
        query
            .number("size", Previews.SIDE_MIN, Previews.SIDE_MAX)
            .map(Long::intValue)
            .orElse(Previews.SIDE_USUAL);
    var asset = find(context);
    Optional<Previews.Preview> found =
        asset.mediaType().startsWith("image/")
            ? previews.of(asset.id(), file(context, asset), side)
            : Optional.empty();
    if (found.isEmpty() && isQuiet) {
      context.status(204);
      return;
    }
    send(
        context,
        found.orElseThrow(
            () ->
                Refusal.of(422, "expected a picture that can be read, but " + asset.mediaType())
                    .exception()));
  }

  private static Optional<Boolean> isQuiet(String unreadable) {
    return switch (unreadable) {
      case "empty" -> Optional.of(true);
      case "refuse" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static void send(Context context, Previews.Preview preview) {
    context
        .header("Cache-Control", "private, max-age=31536000, immutable")
        .header("Content-Security-Policy", "sandbox; default-src 'none'")
        .contentType(preview.mediaType())
        .result(preview.bytes());
  }

  private static String name(Asset asset) {
    return asset.name().isEmpty()
        ? asset.id().sha256().substring(0, 12) + "." + MediaTypes.extension(asset.mediaType())
        : asset.name();
  }

  private Asset find(Context context) {
    var id = context.pathParam("sha256");
    return AssetId.parse(id)
        .flatMap(known -> assets.get(Access.caller(context), known))
        .orElseThrow(() -> unknown(id));
  }

  private static RuntimeException unknown(String id) {
    return Problems.unknown("asset", id);
  }
}
