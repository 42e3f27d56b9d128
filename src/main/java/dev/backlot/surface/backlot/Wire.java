package dev.backlot.surface.backlot;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.backlot.json.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * What goes over the wire; the contract describes every field. Names are in snake case, absent is
 * left out.
 */
final class Wire {
  static final JsonMapper MAPPER =
      Json.MAPPER
          .rebuild()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .changeDefaultPropertyInclusion(
              old -> old.withValueInclusion(JsonInclude.Include.NON_ABSENT))
          .build();

  private Wire() {}

  record Health(String status, String version, Optional<String> reason) {}

  record Me(String tenant, String user, String role, boolean operator, Optional<String> currency) {}

  record FailureGroup(
      Optional<String> step,
      String kind,
      Optional<Boolean> rejected,
      String message,
      long count,
      int firstItem) {}

  record FailureGroups(List<FailureGroup> items, long others, long rejected) {}

  record Problem(
      String type,
      String title,
      int status,
      String detail,
      String instance,
      String requestId,
      List<Mistake> errors) {}

  record Mistake(String field, String message) {}

  /** A page of a list; {@code next} goes into {@code after} and is absent on the last page. */
  record Page<T>(List<T> items, Optional<String> next) {}

  record Workflow(
      String name,
      int version,
      String status,
      String description,
      Instant createdAt,
      Optional<JsonNode> inputs,
      Optional<String> source) {}

  record Validation(boolean valid, List<Flaw> problems, Optional<JsonNode> inputs) {}

  record Flaw(int line, int column, String field, String message) {}

  record StepType(
      String type,
      int version,
      String summary,
      String resource,
      boolean deterministic,
      Map<String, Object> parameters,
      Map<String, Object> outputs) {}

  record Asset(
      String asset,
      String type,
      long bytes,
      Optional<Integer> width,
      Optional<Integer> height,
      Optional<String> name,
      String content,
      Optional<List<Making>> madeBy,
      Optional<List<Origin>> sources,
      Optional<List<Origin>> products,
      Optional<List<Shade>> colours,
      Optional<Integer> distance,
      Optional<Double> colourDistance) {}

  record Shade(String colour, double share) {}

  record Making(
      String run,
      String item,
      String workflow,
      int version,
      String step,
      String uses,
      List<String> inputs,
      JsonNode parameters,
      Optional<String> provider,
      Optional<String> model,
      Optional<JsonNode> seed,
      BigDecimal cost,
      Instant at) {}

  record Alike(List<Asset> items, long notCompared) {}

  record Duplicates(
      List<DuplicateGroup> groups, int others, int compared, int withoutLook, int notCompared) {}

  record DuplicateGroup(int size, List<Duplicate> pictures) {}

  record Duplicate(String run, int item, String name, String asset, int distance) {}

  /**
   * @param asset what went in, or came out
   */
  record Origin(String asset, String run, String step) {}

  record Batch(
      String id,
      String name,
      String workflow,
      int version,
      String status,
      int concurrency,
      String priority,
      boolean continueOnError,
      Optional<Integer> failuresMax,
      Optional<Double> failuresMaxPercent,
      Optional<JsonNode> canary,
      Optional<JsonNode> breaker,
      Optional<BigDecimal> budget,
      Optional<Instant> deadline,
      Optional<Long> runTimeoutMs,
      boolean reuse,
      Counts counts,
      int rejected,
      Optional<Acknowledged> acknowledged,
      Timing timing,
      Cost cost,
      Optional<Cancellations> cancellations,
      Optional<Pause> pause,
      Optional<String> redriveOf,
      String createdBy,
      Instant createdAt,
      Instant updatedAt,
      Optional<Instant> endedAt) {}

  record Counts(
      int total, int pending, int running, int waiting, int succeeded, int failed, int cancelled) {}

  /** What was spent, and what is held back for calls on their way. */
  record Cost(BigDecimal spent, BigDecimal reserved) {}

  /** What became of cancelled items: in flight they are unbilled, billed or of unknown outcome. */
  record Cancellations(
      int beforeStart,
      int inFlight,
      int unbilled,
      int billed,
      int outcomeUnknown,
      BigDecimal spent) {}

  record Pause(String cause, String message) {}

  /** Nothing more is to be done about so many failed items. */
  record Acknowledged(String by, Instant at, String note, int failed) {}

  record Gate(
      String run,
      String batch,
      int item,
      String name,
      String step,
      int round,
      JsonNode question,
      Optional<String> regenerates,
      Instant openedAt) {}

  record Webhook(
      String id,
      String url,
      String description,
      List<String> events,
      Optional<String> batch,
      boolean enabled,
      Optional<String> disabledReason,
      Optional<String> secret,
      Optional<Instant> oldSecretUntil,
      long cursor,
      int attempts,
      Optional<Instant> nextAt,
      Optional<Instant> failingSince,
      String createdBy,
      Instant createdAt,
      Instant updatedAt) {}

  record Delivery(
      long number,
      String reason,
      String message,
      String event,
      Optional<Long> sequence,
      int attempt,
      boolean taken,
      Optional<Integer> status,
      String answer,
      long durationMs,
      Instant at,
      Optional<Instant> nextAt) {}

  record BulkAction(
      String id,
      String action,
      String batch,
      List<String> statuses,
      Optional<String> step,
      Optional<String> note,
      String createdBy,
      String status,
      BulkCounts counts,
      List<BulkRefusal> refusals,
      Instant createdAt,
      Instant updatedAt) {}

  record BulkCounts(long selected, long done, long refused) {}

  record BulkRefusal(String run, String reason) {}

  record BulkDryRun(long selected) {}

  record Why(
      String step,
      boolean reused,
      String reason,
      List<String> changed,
      Optional<String> comparedWith) {}

  record StepInputs(String step, JsonNode inputs, Optional<String> missing) {}

  record DryRun(
      int items,
      boolean valid,
      int invalid,
      List<Mistake> problems,
      Optional<List<Chosen>> selected,
      int rehearsed,
      Map<String, Integer> reused,
      Map<String, Integer> toRun,
      Map<String, Integer> unsure,
      Estimate cost,
      Optional<Long> estimatedMs,
      Optional<String> boundBy) {}

  record Chosen(int item, Optional<String> name) {}

  record Estimate(BigDecimal low, BigDecimal high) {}

  record Timing(long elapsedMs, double itemsPerSecond, Optional<Long> remainingMs) {}

  /** What is limited and how much of it is used; {@code next} is about tenants. */
  record Limits(List<ResourceLimit> resources, List<TenantLimits> tenants, Optional<String> next) {}

  record ResourceLimit(
      String key, Optional<Integer> concurrent, Optional<Rate> rate, int inUse, int waiting) {}

  record Rate(int starts, long perMs, int burst) {}

  record TenantLimits(
      String tenant,
      int weight,
      Optional<Integer> items,
      Optional<Integer> batches,
      Optional<Integer> steps,
      Optional<BigDecimal> budgetDay,
      Optional<BigDecimal> budgetMonth,
      TenantUse use) {}

  /** What was paid from one day to the other. */
  record Costs(String from, String to, BigDecimal spent, List<DayCost> days) {}

  record Providers(String currency, List<Provider> items) {}

  /**
   * @param low what one job costs at least
   * @param high what one job costs at most
   */
  record Provider(
      String name,
      boolean up,
      List<String> tasks,
      Map<String, String> models,
      BigDecimal low,
      BigDecimal high,
      List<ModelPrice> prices) {}

  record ModelPrice(
      Optional<String> model,
      Optional<BigDecimal> call,
      Optional<BigDecimal> second,
      Optional<BigDecimal> input,
      Optional<BigDecimal> output,
      BigDecimal low,
      BigDecimal high) {}

  record DayCost(String day, BigDecimal spent) {}

  record TenantUse(int items, int batches, int steps, int waiting) {}

  record Run(
      String id,
      String batch,
      int item,
      String name,
      String status,
      JsonNode inputs,
      JsonNode outputs,
      Optional<String> failedStep,
      Optional<JsonNode> failure,
      Optional<Instant> startedAt,
      Optional<Instant> endedAt,
      Optional<Long> durationMs,
      Optional<BigDecimal> cost,
      Optional<List<Step>> steps) {}

  record Step(
      String step,
      String status,
      int attempt,
      Optional<Progress> progress,
      boolean reused,
      Optional<Instant> dueAt,
      JsonNode outputs,
      Optional<JsonNode> failure,
      Optional<String> note,
      Optional<Integer> fallback,
      Optional<Boolean> held,
      Optional<BigDecimal> cost,
      Optional<Boolean> outcomeUnknown,
      Optional<JsonNode> gate,
      Optional<List<Iteration>> iterations,
      List<Attempt> attempts) {}

  record Progress(double fraction, Optional<String> text) {}

  record Iteration(
      int index,
      String status,
      Optional<String> failedStep,
      Optional<JsonNode> failure,
      Optional<Instant> endedAt) {}

  record Attempt(
      int attempt,
      String status,
      Optional<Instant> readyAt,
      Optional<Instant> startedAt,
      Optional<Instant> endedAt,
      Optional<Long> durationMs,
      Optional<JsonNode> failure) {}

  record Trigger(
      String id,
      String name,
      boolean enabled,
      TriggerOn on,
      String workflow,
      Optional<Integer> version,
      JsonNode settings,
      Optional<Integer> items,
      Optional<JsonNode> inputs,
      Optional<Map<String, String>> from,
      Optional<String> url,
      Optional<String> secret,
      Optional<Instant> nextAt,
      long fired,
      Optional<Instant> firedAt,
      Optional<String> lastBatch,
      Optional<String> lastRefusal,
      String createdBy,
      Instant createdAt,
      Instant updatedAt) {}

  record TriggerOn(
      Optional<String> cron,
      Optional<String> zone,
      Optional<String> catchUp,
      Optional<String> overlap,
      Optional<Instant> at,
      Optional<Boolean> call,
      Optional<String> folder,
      Optional<String> input) {}

  record TriggerCalled(String batch) {}

  record KeyTest(String result, Optional<String> detail) {}

  record Finding(boolean good, String what, String found) {}

  record BatchSteps(List<StepCounts> items, BatchPace pace, List<ProviderCalls> providers) {}

  record ProviderCalls(String provider, String model, long failed, Optional<Times> duration) {}

  record StepCounts(
      String step,
      Map<String, Long> counts,
      long rejected,
      long reused,
      long attempts,
      BigDecimal cost,
      long waitedMs,
      Optional<Times> duration,
      Optional<Latest> latest) {}

  record Times(
      long attempts, long minMs, long p50Ms, long p90Ms, long p99Ms, long maxMs, long meanMs) {}

  record Latest(String asset, String run) {}

  record BatchPace(long everyMs, List<PaceSpan> items) {}

  record PaceSpan(Instant from, long succeeded, long failed, BigDecimal cost) {}

  record Key(
      String id,
      Optional<String> key,
      String tenant,
      String name,
      String user,
      String role,
      Optional<Instant> expiresAt,
      Optional<Integer> requestsPerMinute,
      Optional<Integer> itemsPerDay,
      Optional<Long> itemsToday,
      String createdBy,
      Instant createdAt,
      Optional<Instant> usedAt) {}
}
