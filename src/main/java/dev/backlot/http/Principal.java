package dev.backlot.http;

import dev.backlot.model.Caller;
import dev.backlot.model.Role;
import java.util.Optional;

/**
 * Who a key or a token stands for.
 *
 * @param key what its requests are counted under
 * @param requestsPerMinute how many it may make; empty means any number
 */
public record Principal(
    Caller caller, Role role, String key, Optional<Integer> requestsPerMinute) {}
