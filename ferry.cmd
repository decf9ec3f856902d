@echo off
rem Ferry's launcher for Windows: finds a JDK 25, builds Ferry on first use, starts it.
setlocal EnableExtensions EnableDelayedExpansion
set "root=%~dp0"
set "dist=%root%dist"
set "java_home="
if exist "%dist%\java-home" set /p java_home=<"%dist%\java-home"
if not defined java_home (
  for %%D in ("%JAVA_HOME%" "%ProgramFiles%\Eclipse Adoptium\jdk-25*" "%ProgramFiles%\Java\jdk-25*" "%ProgramFiles%\Microsoft\jdk-25*" "%USERPROFILE%\.jdks\*25*") do (
    if not defined java_home for /d %%H in (%%D) do if not defined java_home if exist "%%~H\release" (
      findstr /b /c:"JAVA_VERSION=\"25" "%%~H\release" >nul && set "java_home=%%~H"
    )
  )
)
if not defined java_home (
  echo ferry: needs a JDK 25 and found none. Looked at JAVA_HOME and the usual folders.>&2
  echo   Get one from https://adoptium.net ^(Temurin 25^) and run this again.>&2
  exit /b 125
)
if not exist "%dist%\complete" (
  echo ferry: building ^(only this once; about a minute^) ...>&2
  set "JAVA_HOME=%java_home%"
  call mvn -q -B -ntp -DskipTests -Dferry.nochecks -f "%root%pom.xml" -pl cli -am package 1>&2 || exit /b 125
  "%java_home%\bin\java" --sun-misc-unsafe-memory-access=allow --add-exports=java.base/jdk.internal.misc=ALL-UNNAMED -cp "%root%cli\target\ferry.jar" dev.ferry.cli.Install "%root%." || exit /b 125
)
"%java_home%\bin\java" -XX:AOTCache="%dist%\lib\ferry.aot" -XX:AOTMode=auto -Xlog:aot=off -Xlog:cds=off -XX:+UseSerialGC -XX:-UsePerfData @"%root%build\jvm\machine" -Xss4m --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED --add-exports=java.base/jdk.internal.misc=ALL-UNNAMED -Dferry.home="%dist%" -cp "%dist%\lib\ferry.jar" dev.ferry.cli.Main %*
exit /b %ERRORLEVEL%
