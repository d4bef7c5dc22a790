package io.terraverde.web.config;

import io.terraverde.web.config.Settings.NotifySettings;
import io.terraverde.web.notify.Hook;
import io.terraverde.web.notify.HookTemplate;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads `notify:`: one hook, or a list or a map of hooks.
final class HooksReader {
    private static final Set<String> METHODS = Set.of("POST", "PUT", "GET");

    private HooksReader() {}

    static List<NotifySettings> read(Section top) {
        Optional<Value> written = top.value("notify");
        if (written.isEmpty()) {
            return List.of();
        }
        List<NotifySettings> hooks = new ArrayList<>();
        if (written.get().isList()) {
            List<Value> members = written.get().members();
            for (int i = 0; i < members.size(); i++) {
                hook(top.chosen("notify[" + i + "]", members.get(i)), members.get(i))
                        .ifPresent(hooks::add);
            }
            return hooks;
        }
        Section section = top.chosen("notify", written.get());
        if (section.fromFile("endpoint").isPresent()
                || section.fromFile("content").isPresent()) {
            hook(section, written.get()).ifPresent(hooks::add);
            return hooks;
        }
        section.all()
                .forEach((name, value) ->
                        hook(section.chosen(name, value), value).ifPresent(hooks::add));
        return hooks;
    }

    private static Optional<NotifySettings> hook(Section hook, Value written) {
        Optional<URI> endpoint = hook.url("endpoint");
        if (hook.value("endpoint").isEmpty()) {
            written.wrong("endpoint is missing", "add the address to call");
        }
        Optional<String> content = hook.value("content").flatMap(HooksReader::template);
        if (hook.value("content").isEmpty()) {
            written.wrong("content is missing", "add the template of the message");
        }
        String method = method(hook);
        Map<String, Secret> headers = headers(hook);
        Optional<Pattern> names = names(hook);
        hook.finish();
        return endpoint.flatMap(
                url -> content.map(template -> new NotifySettings(url, method, headers, names, template)));
    }

    private static Optional<String> template(Value value) {
        return value.text().flatMap(text -> {
            try {
                HookTemplate.parse(text);
                return Optional.of(text);
            } catch (IllegalArgumentException e) {
                return value.wrong("not a Handlebars template: " + e.getMessage(), "");
            }
        });
    }

    private static String method(Section hook) {
        String method = hook.text("method", "POST").toUpperCase(Locale.ROOT);
        if (METHODS.contains(method)) {
            return method;
        }
        hook.value("method").ifPresent(value -> value.warn("unknown method \"" + method + "\", POST is used", ""));
        return "POST";
    }

    /// A map, a list of maps, or JSON text.
    private static Map<String, Secret> headers(Section hook) {
        Map<String, Secret> headers = new LinkedHashMap<>();
        hook.value("headers")
                .ifPresentOrElse(
                        value -> {
                            if (value.isScalar()) {
                                value.text().ifPresent(json -> fromJson(json, value, headers));
                            } else {
                                value.members()
                                        .forEach(member -> member.textMap()
                                                .forEach((name, text) -> headers.put(name, new Secret(text))));
                            }
                            headers.forEach((name, text) -> requireSendable(name, text, value));
                        },
                        () -> headers.put("Content-Type", new Secret("application/json")));
        return headers;
    }

    private static void requireSendable(String name, Secret text, Value value) {
        if (!Hook.canSend(name, text.value())) {
            value.wrong("the header \"" + name + "\" cannot be sent", "remove it, or write it in plain characters");
        }
    }

    private static void fromJson(String json, Value value, Map<String, Secret> headers) {
        try {
            JsonNode node = JsonMapper.shared().readTree(json);
            if (node.isObject()) {
                node.properties()
                        .forEach(entry -> headers.put(
                                entry.getKey(), new Secret(entry.getValue().asString(""))));
                return;
            }
        } catch (JacksonException e) {
            // Said below, like JSON that is no object.
        }
        value.wrong("not a JSON object", "write the headers as \"name: value\" lines");
    }

    private static Optional<Pattern> names(Section hook) {
        String flags = hook.text("packagePatternFlags", "");
        return hook.value("packagePattern")
                .flatMap(value -> value.text().flatMap(text -> {
                    try {
                        int options = (flags.contains("i") ? Pattern.CASE_INSENSITIVE : 0)
                                | (flags.contains("m") ? Pattern.MULTILINE : 0)
                                | (flags.contains("s") ? Pattern.DOTALL : 0);
                        return Optional.of(Pattern.compile(text, options));
                    } catch (PatternSyntaxException e) {
                        return value.wrong("not a regular expression: " + e.getDescription(), "");
                    }
                }));
    }
}
