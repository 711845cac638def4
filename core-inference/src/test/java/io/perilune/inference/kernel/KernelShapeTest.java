package io.perilune.inference.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.inference.quant.WeightFormats;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.reflect.AccessFlag;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What keeps kernels fast in ahead-of-time compiled code and under the just-in-time compiler: a
 * class that breaks one of these rules still works, a hundred times slower.
 */
class KernelShapeTest {
  /** A method of more bytes of code overflows the first compiler and may never be compiled well. */
  private static final int LARGEST_METHOD = 800;

  /**
   * Methods that hold a product's sums in all registers cannot be smaller; most of their bytes are
   * straight stores after the loop. Measured, they reach 95 % of what the multipliers can do.
   */
  private static final Set<String> LARGER =
      Set.of("io/perilune/inference/kernel/VectorProduct.sixByFour");

  private static final Set<String> SLOW_OR_UNSAFE =
      Set.of(
          "java/lang/System.getProperty",
          "java/lang/foreign/MemorySegment.get",
          "java/lang/foreign/MemorySegment.set",
          "java/lang/foreign/MemorySegment.getAtIndex",
          "java/lang/foreign/MemorySegment.setAtIndex",
          "java/lang/foreign/MemorySegment.reinterpret");

  @Test
  void staticFieldsAreConstants() throws Exception {
    List<String> mutable = new ArrayList<>();
    for (ClassModel type : classes()) {
      type.fields().stream()
          .filter(field -> field.flags().has(AccessFlag.STATIC))
          .filter(field -> !field.flags().has(AccessFlag.FINAL))
          .forEach(field -> mutable.add(name(type) + "." + field.fieldName().stringValue()));
    }
    assertEquals(List.of(), mutable);
  }

  @Test
  void kernelsHoldNoState() throws Exception {
    List<String> stateful = new ArrayList<>();
    for (ClassModel type : classes()) {
      boolean kernel =
          type.interfaces().stream()
              .anyMatch(each -> each.asInternalName().matches(".*(Kernels?|WeightFormat)"));
      type.fields().stream()
          .filter(field -> kernel && !field.flags().has(AccessFlag.FINAL))
          .forEach(field -> stateful.add(name(type) + "." + field.fieldName().stringValue()));
    }
    assertEquals(List.of(), stateful);
  }

  @Test
  void nothingSlowOrUnsafeIsCalled() throws Exception {
    List<String> calls = new ArrayList<>();
    for (ClassModel type : classes()) {
      if (name(type).endsWith("/KernelProvider")) {
        continue; // chooses once, is no kernel
      }
      for (PoolEntry entry : type.constantPool()) {
        if (entry instanceof MemberRefEntry member) {
          String owner = member.owner().asInternalName();
          String call = owner + "." + member.name().stringValue();
          if (SLOW_OR_UNSAFE.contains(call)
              || owner.contains("Unsafe")
              || owner.startsWith("java/lang/reflect/")) {
            calls.add(name(type) + " calls " + call);
          }
        }
      }
    }
    assertEquals(List.of(), calls);
  }

  @Test
  void methodsAreSmallEnoughToBeCompiledWell() throws Exception {
    List<String> large = new ArrayList<>();
    for (ClassModel type : classes()) {
      for (MethodModel each : type.methods()) {
        int bytes = each.code().map(code -> ((CodeAttribute) code).codeLength()).orElse(0);
        String method = name(type) + "." + each.methodName().stringValue();
        if (bytes > LARGEST_METHOD && !LARGER.contains(method)) {
          large.add(method + ": " + bytes);
        }
      }
    }
    assertEquals(List.of(), large);
  }

  private static List<ClassModel> classes() throws IOException, URISyntaxException {
    List<ClassModel> models = new ArrayList<>();
    for (Class<?> anchor : List.of(Kernels.class, WeightFormats.class)) {
      Path root =
          Path.of(anchor.getProtectionDomain().getCodeSource().getLocation().toURI())
              .resolve(anchor.getPackageName().replace('.', '/'));
      try (Stream<Path> files = Files.list(root)) {
        for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
          try (InputStream in = Files.newInputStream(file)) {
            models.add(ClassFile.of().parse(in.readAllBytes()));
          }
        }
      }
    }
    assertTrue(models.size() > 10, "the classes were not found");
    return models;
  }

  private static String name(ClassModel type) {
    return type.thisClass().asInternalName();
  }
}
