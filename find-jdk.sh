# Sourced by ./build and ./terraverde. find_jdk N prints the home of a JDK of version N or newer.

# The major version of the JDK whose home is $1; nothing when there is none.
jdk_major() {
  [ -x "$1/bin/javac" ] || return 0
  sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

find_jdk() {
  local wanted=$1 home major on_path=
  if command -v javac >/dev/null; then
    on_path=$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")
  fi
  for home in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* \
    "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -n "$home" ] || continue
    major=$(jdk_major "$home")
    if [ -n "$major" ] && [ "$major" -ge "$wanted" ]; then
      echo "$home"
      return 0
    fi
  done
  echo "A JDK $wanted or newer is needed and none was found: looked at JAVA_HOME, PATH, /usr/lib/jvm, /opt/java, /opt/jdk*, ~/.sdkman, ~/.jdks." >&2
  echo "Install one, or set JAVA_HOME to it." >&2
  return 1
}
