package dev.backlot.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.reflect.Field;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Which rooms there are and which arrows may run between them; see {@code ARCHITECTURE.md}. */
class HousePlanTest {
  private static final String ROOM = "dev.backlot.";

  static final ArchRule the_model_stands_alone = room("model");

  static final ArchRule the_engine_knows_the_model = room("engine", "model");

  static final ArchRule schedules_know_the_model = room("engine.schedule", "model");

  static final ArchRule expressions_know_the_model = room("expression", "model");

  static final ArchRule json_knows_the_model = room("json", "model");

  static final ArchRule settings_know_the_model = room("settings", "model");

  static final ArchRule media_knows_the_model_and_settings = room("media", "settings", "model");

  static final ArchRule providers_know_expressions =
      room("provider", "expression", "json", "settings", "model");

  static final ArchRule the_step_contract_knows_the_model =
      only(resideInAPackage(ROOM + "step"), ROOM + "step", ROOM + "model..");

  static final ArchRule step_families_know_media_and_providers =
      room("step", "media", "provider", "attest", "json", "model");

  static final ArchRule attestations_know_json = room("attest", "json", "model");

  static final ArchRule definitions_know_expressions_and_the_step_contract =
      room("definition", "expression", "json", "step", "model");

  static final ArchRule the_store_contract_knows_the_model =
      only(resideInAPackage(ROOM + "store"), ROOM + "store", ROOM + "model..");

  static final ArchRule stores_know_their_contract = room("store", "json", "model");

  static final ArchRule the_runtime_knows_contracts_only =
      only(
          resideInAPackage(ROOM + "runtime.."),
          ROOM + "runtime..",
          ROOM + "engine..",
          ROOM + "definition..",
          ROOM + "expression..",
          ROOM + "json..",
          ROOM + "model..",
          ROOM + "step",
          ROOM + "store");

  static final ArchRule reports_know_the_runtime =
      only(
          resideInAPackage(ROOM + "report.."),
          ROOM + "report..",
          ROOM + "attest..",
          ROOM + "runtime..",
          ROOM + "json..",
          ROOM + "model..",
          ROOM + "store");

  static final ArchRule the_command_line_knows_no_implementation =
      only(
          resideInAPackage(ROOM + "cli.."),
          ROOM + "cli..",
          ROOM + "attest..",
          ROOM + "report..",
          ROOM + "runtime..",
          ROOM + "definition..",
          ROOM + "json..",
          ROOM + "model..",
          ROOM + "step",
          ROOM + "store");

  static final ArchRule http_knows_no_product = room("http", "model", "json");

  static final ArchRule the_console_is_files_and_a_link = room("console", "http", "model", "json");

  static final ArchRule surfaces_know_neither_engine_nor_stores =
      only(
              resideInAPackage(ROOM + "surface.."),
              ROOM + "surface..",
              ROOM + "report..",
              ROOM + "runtime..",
              ROOM + "http..",
              ROOM + "definition..",
              ROOM + "json..",
              ROOM + "model..",
              ROOM + "step",
              ROOM + "store")
          .allowEmptyShould(true);

  static final ArchRule surfaces_do_not_know_each_other =
      slices()
          .matching(ROOM + "surface.(*)..")
          .should()
          .notDependOnEachOther()
          .allowEmptyShould(true);

  static final ArchRule sql_stays_in_its_store =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOM + "store.sqlite..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "org.sqlite..");

  static final ArchRule the_heart_is_pure =
      noClasses()
          .that()
          .resideInAnyPackage(ROOM + "engine..", ROOM + "model..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.sql..",
              "java.io..",
              "java.net..",
              "java.nio.file..",
              "java.util.concurrent..",
              "org.slf4j..");

  static final ArchRule the_clock_is_read_in_the_runtime_and_the_app_only =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOM + "app..", ROOM + "runtime..")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(InstantSource.class, "system")
          .orShould()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  static final ArchRule processes_are_started_by_media_and_as_workers_only =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOM + "media..", ROOM + "step.worker..")
          .should()
          .dependOnClassesThat(new Named("java.lang.ProcessBuilder"));

  static final ArchRule http_calls_are_made_by_providers_only =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOM + "provider..")
          .should()
          .dependOnClassesThat(new Named("java.net.http.HttpClient"));

  static final ArchRule only_the_app_names_implementations =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOM + "app..", ROOM + "store.sqlite..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOM + "store.sqlite..");

  static final ArchRule nothing_depends_on_the_app =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOM + "app..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOM + "app..");

  @TestFactory
  Stream<DynamicTest> the_house_is_as_drawn() {
    var house =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.backlot");
    return Arrays.stream(HousePlanTest.class.getDeclaredFields())
        .filter(field -> field.getType() == ArchRule.class)
        .map(field -> DynamicTest.dynamicTest(field.getName(), () -> rule(field).check(house)));
  }

  private static ArchRule rule(Field field) throws IllegalAccessException {
    return (ArchRule) field.get(null);
  }

  private static final class Named extends DescribedPredicate<JavaClass> {
    private final String name;

    Named(String name) {
      super(name);
      this.name = name;
    }

    @Override
    public boolean test(JavaClass javaClass) {
      return javaClass.getName().equals(name);
    }
  }

  /** Classes of a room know that room, the rooms named, and libraries. */
  private static ArchRule room(String room, String... known) {
    var packages = new String[known.length + 1];
    packages[0] = ROOM + room + "..";
    for (int i = 0; i < known.length; i++) {
      packages[i + 1] = ROOM + known[i] + "..";
    }
    return only(resideInAPackage(ROOM + room + ".."), packages);
  }

  private static ArchRule only(DescribedPredicate<JavaClass> those, String... packages) {
    var allowed =
        resideInAnyPackage(packages).or(DescribedPredicate.not(resideInAPackage("dev.backlot..")));
    return classes().that(those).should(onlyDependOnClassesThat(allowed)).allowEmptyShould(true);
  }
}
