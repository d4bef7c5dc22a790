package io.terraverde.web.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HookTemplateTest {
    private static final Map<String, Object> VALUES = Map.of(
            "name",
            "@acme/base",
            "html",
            "<a href='x'>&\"",
            "dist-tags",
            Map.of("latest", "1.0.0"),
            "versions",
            Map.of("1.0.0", Map.of("license", "MIT", "files", List.of("a", "b"))),
            "no",
            false);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{{name}} | @acme/base",
                "{{html}} | &lt;a href&#x3D;&#x27;x&#x27;&gt;&amp;&quot;",
                "{{{html}}} | <a href='x'>&\"",
                "{{dist-tags.latest}} | 1.0.0",
                "{{#each versions}}{{@key}} {{license}} {{#each files}}{{@index}}{{this}}{{/each}}{{/each}} | 1.0.0 MIT 0a1b",
                "{{#if no}}yes{{else}}no{{/if}} | no",
                "[{{missing}}{{missing.deeper}}] | []",
                "[{{name.class}}{{name.bytes}}{{versions.size}}] | []",
            })
    void handlebarsIsSpoken(String template, String message) {
        assertThat(HookTemplate.parse(template).render(VALUES)).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource({"{{#each versions}}", "{{name", "{{#if no}}{{/each}}", "{{unknownHelper name}}"})
    void whatIsNoTemplateIsRefusedAtOnce(String template) {
        assertThatThrownBy(() -> HookTemplate.parse(template))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at line 1, column");
    }

    @Test
    void nothingElseIsIncluded() {
        assertThatThrownBy(() -> HookTemplate.parse("{{> logback-test.xml}}").render(VALUES))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
