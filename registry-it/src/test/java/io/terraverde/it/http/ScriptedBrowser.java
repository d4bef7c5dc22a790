package io.terraverde.it.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Somebody who opens the login page and fills in its form.
public final class ScriptedBrowser {
    private static final Pattern FORM = Pattern.compile("<form\\b[^>]*>", Pattern.CASE_INSENSITIVE);
    private static final Pattern INPUT = Pattern.compile("<input\\b[^>]*>", Pattern.CASE_INSENSITIVE);

    private final RegistryHttp http;
    private final URI address;
    private final String page;

    private ScriptedBrowser(RegistryHttp http, URI address, String page) {
        this.http = http;
        this.address = address;
        this.page = page;
    }

    /// Opens a page, which must be HTML that no other site can frame.
    public static ScriptedBrowser open(RegistryHttp http, String address) {
        Answer answer = http.get(address).is(200);
        if (!answer.header("content-type").orElse("").startsWith("text/html")) {
            throw new AssertionError("no HTML: " + answer);
        }
        return new ScriptedBrowser(http, URI.create(address), answer.text());
    }

    /// Sends the form with a user and a password, and every hidden field as it came.
    public Answer logIn(String user, String password) {
        Matcher form = FORM.matcher(page);
        if (!form.find()) {
            throw new AssertionError("no form in " + page);
        }
        List<String> fields = new ArrayList<>();
        Matcher input = INPUT.matcher(page);
        while (input.find()) {
            String name = attribute(input.group(), "name");
            String type = attribute(input.group(), "type").toLowerCase(Locale.ROOT);
            String value = switch (type) {
                case "password" -> password;
                case "hidden" -> attribute(input.group(), "value");
                default -> user;
            };
            if (!name.isEmpty()) {
                fields.add(encoded(name) + "=" + encoded(value));
            }
        }
        String action = attribute(form.group(), "action");
        URI target = action.isEmpty() ? address : address.resolve(action);
        return http.postForm(target.toString(), String.join("&", fields));
    }

    private static String attribute(String tag, String name) {
        Matcher matcher = Pattern.compile("\\b" + name + "\\s*=\\s*\"([^\"]*)\"", Pattern.CASE_INSENSITIVE)
                .matcher(tag);
        return matcher.find() ? matcher.group(1).replace("&amp;", "&") : "";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
