@echo off
rem Runs the Maven on the PATH with a JDK 25 or newer, whatever the default java is.
setlocal enabledelayedexpansion

for %%C in ("%JAVA_HOME%" "%JAVA_HOME_25_X64%") do call :consider %%C
for /d %%C in ("%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Java\*" "%USERPROFILE%\.jdks\*" "%USERPROFILE%\.sdkman\candidates\java\*") do call :consider "%%C"
if not defined FOUND (
  echo mvnw: no JDK 25 or newer found. Install one ^(Temurin 25, for example^) or set JAVA_HOME to it. 1>&2
  exit /b 1
)
where mvn >nul 2>nul
if errorlevel 1 (
  echo mvnw: no mvn on the PATH. Install Apache Maven 3.8.7 or newer. 1>&2
  exit /b 1
)
set "JAVA_HOME=%FOUND%"
call mvn %*
exit /b %errorlevel%

:consider
if defined FOUND exit /b 0
if not exist "%~1\release" exit /b 0
if not exist "%~1\bin\javac.exe" exit /b 0
for /f "tokens=2 delims==." %%V in ('findstr /b "JAVA_VERSION=" "%~1\release"') do (
  set "VERSION=%%V"
  set "VERSION=!VERSION:"=!"
  if !VERSION! geq 25 set "FOUND=%~1"
)
exit /b 0
