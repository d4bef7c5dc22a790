package io.terraverde.web.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.json.JsonMapper;

/// One JSON object per line, in the order of Verdaccio's:
/// `{"level":25,"time":…,"pid":…,"hostname":"…","sub":"in","request":{…},…,"msg":"…"}`.
final class JsonLayout extends LayoutBase<ILoggingEvent> {
    private final JsonMapper mapper = JsonMapper.builder().build();
    private final long pid = ProcessHandle.current().pid();
    private final String hostname = hostname();

    @Override
    public String doLayout(ILoggingEvent event) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("level", LogLine.number(event));
        line.put("time", event.getTimeStamp());
        line.put("pid", pid);
        line.put("hostname", hostname);
        for (KeyValuePair pair : LogLine.pairs(event)) {
            line.put(pair.key, pair.value);
        }
        LogLine.stack(event).ifPresent(stack -> line.put("err", Map.of("stack", stack)));
        line.put("msg", event.getFormattedMessage());
        return mapper.writeValueAsString(line) + "\n";
    }

    private static String hostname() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
