package io.terraverde.web.npm;

/// The pages of the login with a browser. Nothing in them comes from a request, and they load nothing.
final class LoginPage {
    /// Only the style below, and a form that goes back where it came from.
    static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private static final String TEMPLATE = """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Log in - Terraverde</title>
            <style>
            body { font: 16px/1.5 system-ui, sans-serif; background: #f3f5ef; color: #1d2419; margin: 0 }
            main { max-width: 22rem; margin: 12vh auto; padding: 2rem; background: #fff; border-radius: .5rem;
              box-shadow: 0 1px 6px #0002 }
            h1 { font-size: 1.25rem; margin: 0 0 1rem; color: #4b5e40 }
            label { display: block; margin: .75rem 0 .25rem }
            input { width: 100%; box-sizing: border-box; padding: .5rem; font: inherit; border: 1px solid #9aa890;
              border-radius: .25rem }
            button { margin-top: 1.25rem; padding: .5rem 1.25rem; font: inherit; color: #fff; background: #4b5e40;
              border: 0; border-radius: .25rem }
            .error { color: #a02020 }
            </style>
            <main>
            CONTENT
            </main>
            </html>
            """;

    private static final String FORM = """
            <h1>Log in to the npm registry</h1>
            ERROR
            <form method="post">
            <label for="username">User name</label>
            <input id="username" name="username" autocomplete="username" autofocus required>
            <label for="password">Password</label>
            <input id="password" name="password" type="password" autocomplete="current-password" required>
            <button>Log in</button>
            </form>
            <p>Only go on if you have just started a login in your terminal.</p>""";

    private LoginPage() {}

    /// The form.
    ///
    /// @param error a fixed text that stands above it; empty for none
    static String form(String error) {
        String line = error.isEmpty() ? "" : "<p class=\"error\" role=\"alert\">" + error + "</p>";
        return TEMPLATE.replace("CONTENT", FORM.replace("ERROR", line));
    }

    /// Says that the terminal has what it needs.
    static String done() {
        return TEMPLATE.replace("CONTENT", "<h1>You are logged in</h1>\n<p>Go back to your terminal.</p>");
    }

    /// Says that this login cannot go on.
    static String over() {
        return TEMPLATE.replace(
                "CONTENT", "<h1>This login is over</h1>\n<p>Start it again with <code>npm login</code>.</p>");
    }
}
