package io.terraverde.web.notify;

import com.github.jknack.handlebars.Context;
import com.github.jknack.handlebars.Handlebars;
import com.github.jknack.handlebars.HandlebarsError;
import com.github.jknack.handlebars.HandlebarsException;
import com.github.jknack.handlebars.Template;
import com.github.jknack.handlebars.context.MapValueResolver;
import com.github.jknack.handlebars.io.AbstractTemplateLoader;
import com.github.jknack.handlebars.io.TemplateSource;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The message of a hook, with places to be filled in Handlebars' language: `{"text": "{{publishedPackage}}"}`.
/// Sees maps, lists and plain values, and nothing of the program.
public final class HookTemplate {
    private final Template compiled;

    private HookTemplate(Template compiled) {
        this.compiled = compiled;
    }

    /// Compiles a template.
    ///
    /// @throws IllegalArgumentException saying what is wrong with it, and where
    public static HookTemplate parse(String text) {
        Handlebars language = new Handlebars(new NoOtherTemplates()).prettyPrint(true);
        try {
            return new HookTemplate(language.compileInline(text));
        } catch (HandlebarsException e) {
            throw new IllegalArgumentException(complaint(e), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read a text in memory", e);
        }
    }

    /// The message.
    ///
    /// @param values maps, lists and plain values by name
    /// @throws IllegalArgumentException when the template asks for what there is not
    String render(Map<String, ? extends @Nullable Object> values) {
        Context context =
                Context.newBuilder(values).resolver(MapValueResolver.INSTANCE).build();
        try {
            return compiled.apply(context);
        } catch (HandlebarsException e) {
            throw new IllegalArgumentException(complaint(e), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write into memory", e);
        }
    }

    private static String complaint(HandlebarsException failure) {
        @Nullable HandlebarsError error = failure.getError();
        return error == null
                ? "not a Handlebars template"
                : error.reason.strip().replaceAll("\\s+", " ") + " at line " + error.line + ", column " + error.column;
    }

    /// A template stands alone, as Verdaccio's do.
    private static final class NoOtherTemplates extends AbstractTemplateLoader {
        @Override
        public TemplateSource sourceAt(String location) throws IOException {
            throw new FileNotFoundException("a hook's template cannot include another");
        }
    }
}
