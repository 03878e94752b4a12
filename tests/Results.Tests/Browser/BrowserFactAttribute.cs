namespace DeepStack.Sim.Results.Tests.Browser;

/// <summary>A test that needs a browser: DEEPSTACK_NODE_MODULES (a folder with playwright-core and speedscope) and DEEPSTACK_CHROMIUM (an executable).</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (!Directory.Exists(Modules) || !File.Exists(Chromium))
            Skip = "There is no browser: set DEEPSTACK_NODE_MODULES to a folder with playwright-core and speedscope, and DEEPSTACK_CHROMIUM to the executable.";
    }

    public static string Modules => Environment.GetEnvironmentVariable("DEEPSTACK_NODE_MODULES") ?? "";

    public static string Chromium => Environment.GetEnvironmentVariable("DEEPSTACK_CHROMIUM") ?? "";
}
