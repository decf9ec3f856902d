# Sets FERRY_JAVA_HOME to a JDK 25 or newer; sourced by the launcher and the test command.
# Looks at JAVA_HOME, the java on PATH and the usual folders; returns 1 and says so where none is.

ferry_jdk_version() {
  # Prints the feature version of the JDK in folder $1 without starting a JVM.
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

ferry_is_jdk25() {
  [ -x "$1/bin/javac" ] && [ "$(ferry_jdk_version "$1")" -ge 25 ] 2>/dev/null
}

ferry_find_jdk() {
  if [ -n "${JAVA_HOME:-}" ] && ferry_is_jdk25 "$JAVA_HOME"; then
    FERRY_JAVA_HOME=$JAVA_HOME
    return 0
  fi
  onpath=$(command -v javac 2>/dev/null) || onpath=
  if [ -n "$onpath" ]; then
    home=$(dirname "$(dirname "$(readlink -f "$onpath" 2>/dev/null || echo "$onpath")")")
    if ferry_is_jdk25 "$home"; then
      FERRY_JAVA_HOME=$home
      return 0
    fi
  fi
  for home in /usr/lib/jvm/* /opt/java/* /opt/jdk* /usr/java/* /usr/local/java/* /usr/local/jdk* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.jbang/cache/jdks/* "$HOME"/.asdf/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if ferry_is_jdk25 "$home"; then
      FERRY_JAVA_HOME=$home
      return 0
    fi
  done
  echo "ferry: needs a JDK 25 or newer and found none." >&2
  echo "  Looked at JAVA_HOME, javac on PATH, /usr/lib/jvm, ~/.sdkman, ~/.jdks and the like." >&2
  echo "  Get one from https://adoptium.net (Temurin 25) and run this again." >&2
  return 1
}
