package dev.backlot.surface;

import dev.backlot.http.BaseUrl;
import dev.backlot.http.FileLinks;
import dev.backlot.model.Asset;
import dev.backlot.model.MediaTypes;
import dev.backlot.model.TenantId;
import io.javalin.http.Context;

/** Addresses in answers: of this server, and of files for a while without a key. */
public record Links(FileLinks files, BaseUrl base) {
  /** An address of this server. */
  public String to(Context context, String path) {
    return base.of(context) + path;
  }

  /** A file's address, which works for {@link FileLinks#LIFE_DEFAULT} without a key. */
  public String file(Context context, TenantId tenant, Asset asset) {
    return to(context, files.path(tenant, asset.id(), name(asset), FileLinks.LIFE_DEFAULT));
  }

  /** What a file is called. */
  public static String name(Asset asset) {
    return asset.name().isEmpty()
        ? asset.id().sha256().substring(0, 12) + "." + MediaTypes.extension(asset.mediaType())
        : asset.name();
  }
}
