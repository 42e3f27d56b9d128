package dev.backlot.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** Options of {@code serve} that say whose tokens open it, and how often keys may ask. */
final class AccessOptions {
  @Option(
      names = "--requests-per-minute",
      paramLabel = "N",
      defaultValue = "6000",
      description =
          "how often a key or a token's user may ask, a tenth of it at once; keys may say"
              + " otherwise, the admin key is not counted (default: ${DEFAULT-VALUE})")
  private int requests = Platform.AccessRules.REQUESTS_DEFAULT;

  @Option(
      names = "--jwt-issuer",
      paramLabel = "URL",
      description = "accept JSON Web Tokens of this issuer; needs the next two")
  private Optional<String> issuer = Optional.empty();

  @Option(names = "--jwt-audience", paramLabel = "NAME", description = "that they are for")
  private Optional<String> audience = Optional.empty();

  @Option(
      names = "--jwt-jwks",
      paramLabel = "FILE_OR_URL",
      description = "the issuer's key set; an address is read again when keys change")
  private Optional<String> keys = Optional.empty();

  @Option(
      names = "--jwt-tenant-claim",
      paramLabel = "NAME",
      defaultValue = "tenant",
      description = "the claim with the tenant (default: ${DEFAULT-VALUE})")
  private String tenantClaim = "tenant";

  @Option(
      names = "--jwt-role-claim",
      paramLabel = "NAME",
      defaultValue = "role",
      description = "the claim with the role, else viewer (default: ${DEFAULT-VALUE})")
  private String roleClaim = "role";

  @Option(
      names = "--jwt-user-claim",
      paramLabel = "NAME",
      defaultValue = "sub",
      description = "the claim with the user (default: ${DEFAULT-VALUE})")
  private String userClaim = "sub";

  /** Says what is wrong with them; empty when nothing is. */
  Optional<String> mistake() {
    if (requests < 1) {
      return Optional.of("--requests-per-minute: expected at least 1, but " + requests);
    }
    boolean all = issuer.isPresent() && audience.isPresent() && keys.isPresent();
    boolean any = issuer.isPresent() || audience.isPresent() || keys.isPresent();
    return any && !all
        ? Optional.of("--jwt-issuer, --jwt-audience and --jwt-jwks go together")
        : Optional.empty();
  }

  Platform.AccessRules rules() {
    var tokens =
        issuer.map(
            from ->
                new Platform.TokenRules(
                    from, audience.orElse(""), keys.orElse(""), tenantClaim, roleClaim, userClaim));
    return new Platform.AccessRules(requests, tokens);
  }
}
