package io.perilune.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.perilune", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String JDK = "java..";
  private static final String GGUF = "io.perilune.gguf..";
  private static final String INFERENCE = "io.perilune.inference..";
  private static final String TOOLCALL = "io.perilune.toolcall";
  private static final String TOOLCALL_JSON = "io.perilune.toolcall.json";
  private static final String TEMPLATE = "io.perilune.template..";
  private static final String TOOLCALL_PARSE = "io.perilune.toolcall.parse";
  private static final String KIMI = "io.perilune.toolcall.kimi..";
  private static final String HERMES = "io.perilune.toolcall.hermes..";
  private static final String DEEPSEEK = "io.perilune.toolcall.deepseek..";
  private static final String DEMO = "io.perilune.demo..";
  private static final String SERVER = "io.perilune.server..";
  private static final String API = "io.perilune.server.api..";

  @ArchTest static final ArchRule GGUF_NEEDS_NOTHING = module(GGUF);

  @ArchTest
  static final ArchRule INFERENCE_NEEDS_GGUF = module(INFERENCE, GGUF, "jdk.incubator.vector..");

  @ArchTest
  static final ArchRule TOOLCALL_SPI_NEEDS_NOTHING =
      classes()
          .that()
          .resideInAnyPackage(TOOLCALL, TOOLCALL_JSON)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(JDK, TOOLCALL, TOOLCALL_JSON);

  @ArchTest
  static final ArchRule TEMPLATES_NEED_THE_SPI = module(TEMPLATE, TOOLCALL, TOOLCALL_JSON);

  @ArchTest
  static final ArchRule KIMI_NEEDS_THE_SPI_AND_TEMPLATES =
      module(KIMI, TOOLCALL, TOOLCALL_JSON, TOOLCALL_PARSE, TEMPLATE);

  @ArchTest
  static final ArchRule HERMES_NEEDS_THE_SPI =
      module(HERMES, TOOLCALL, TOOLCALL_JSON, TOOLCALL_PARSE);

  @ArchTest
  static final ArchRule DEEPSEEK_NEEDS_THE_SPI =
      module(DEEPSEEK, TOOLCALL, TOOLCALL_JSON, TOOLCALL_PARSE);

  @ArchTest static final ArchRule DEMO_NEEDS_NOTHING = module(DEMO);

  /** Formats are found by the service loader; the server names none. */
  @ArchTest
  static final ArchRule SERVER_KNOWS_NO_FORMAT =
      noClasses()
          .that()
          .resideInAPackage(SERVER)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(KIMI, HERMES, DEEPSEEK);

  @ArchTest
  static final ArchRule NOTHING_BELOW_THE_APIS_KNOWS_THEM =
      noClasses()
          .that()
          .resideOutsideOfPackage(API)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(API);

  @ArchTest
  static final ArchRule API_NAMES_OCCUR_IN_THE_APIS_ONLY =
      noClasses()
          .that()
          .resideOutsideOfPackage(API)
          .should()
          .haveNameMatching("(?i).*(openai|anthropic|chatcompletion).*");

  @ArchTest
  static final ArchRule THE_PIPELINE_KNOWS_NO_HTTP =
      noClasses()
          .that()
          .resideInAPackage("io.perilune.server.chat..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jakarta.ws.rs..", "io.vertx..", "com.fasterxml..");

  /** Patterns over model output or requests can take time without bound. */
  @ArchTest
  static final ArchRule NO_REGULAR_EXPRESSIONS_ON_MODEL_OUTPUT_OR_REQUESTS =
      noClasses()
          .that()
          .resideInAnyPackage(
              SERVER, TOOLCALL, TOOLCALL_JSON, TOOLCALL_PARSE, KIMI, HERMES, DEEPSEEK)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.util.regex..");

  @ArchTest
  static final ArchRule SERVER_PACKAGES_HAVE_NO_CYCLES =
      slices().matching("io.perilune.server.(**)").should().beFreeOfCycles();

  private static ArchRule module(String own, String... others) {
    String[] allowed = new String[others.length + 2];
    allowed[0] = JDK;
    allowed[1] = own;
    System.arraycopy(others, 0, allowed, 2, others.length);
    return classes()
        .that()
        .resideInAPackage(own)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed);
  }
}
