package dev.backlot.surface.scenario;

import dev.backlot.http.Access;
import dev.backlot.http.Query;
import dev.backlot.model.Asset;
import dev.backlot.model.Caller;
import dev.backlot.runtime.Assets;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** Files: what is known by its id, and what comes within a request. */
final class AssetRoutes {
  private static final Pattern DATA_URL =
      Pattern.compile("data:[\\w.+-]+/[\\w.+-]+(?:;[\\w=-]+)*;base64,([A-Za-z0-9+/=]+)");

  private final Assets assets;
  private final Renders renders;

  /** Makes what shows things, for one request. */
  interface Renders {
    Render of(Context context);
  }

  AssetRoutes(Assets assets, Renders renders) {
    this.assets = assets;
    this.renders = renders;
  }

  void add(RoutesConfig routes, String base) {
    routes.get(base + "/assets/{assetId}", this::get);
  }

  private void get(Context context) {
    Query.of(context, "projectId");
    var id = context.pathParam("assetId");
    var asset = known(Access.caller(context), id).orElseThrow(() -> Problems.unknown("asset", id));
    Wire.send(context, 200, new Wire.OneAsset(renders.of(context).asset(asset)));
  }

  Optional<Asset> known(Caller caller, String id) {
    return Ids.asset(id).flatMap(asset -> assets.get(caller, asset));
  }

  /** What a caller's inputs may name. */
  Inputs.Files files(Caller caller) {
    return new Inputs.Files() {
      @Override
      public Optional<Asset> known(String assetId) {
        return AssetRoutes.this.known(caller, assetId);
      }

      @Override
      public Optional<Asset> sent(String dataUrl) {
        return keep(caller, dataUrl);
      }
    };
  }

  private Optional<Asset> keep(Caller caller, String dataUrl) {
    var match = DATA_URL.matcher(dataUrl);
    if (!match.matches()) {
      return Optional.empty();
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(match.group(1));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
    try {
      return Optional.of(assets.put(caller, new ByteArrayInputStream(bytes), "upload"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
