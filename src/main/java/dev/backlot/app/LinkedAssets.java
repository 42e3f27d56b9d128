package dev.backlot.app;

import dev.backlot.http.Download;
import dev.backlot.http.FileLinks;
import dev.backlot.model.AssetId;
import dev.backlot.model.Caller;
import dev.backlot.model.MediaTypes;
import dev.backlot.model.TenantId;
import dev.backlot.runtime.Assets;
import java.util.Optional;

/** The assets that links lead to. */
public final class LinkedAssets implements FileLinks.Shelf {
  private final Assets assets;

  public LinkedAssets(Assets assets) {
    this.assets = assets;
  }

  @Override
  public Optional<Download> file(TenantId tenant, AssetId id) {
    var reader = new Caller(tenant, "link");
    return assets
        .get(reader, id)
        .flatMap(
            asset ->
                assets
                    .file(reader, id)
                    .map(
                        file ->
                            new Download(
                                file,
                                id.sha256(),
                                asset.mediaType(),
                                asset.name().isEmpty()
                                    ? id.sha256().substring(0, 12)
                                        + "."
                                        + MediaTypes.extension(asset.mediaType())
                                    : asset.name())));
  }
}
