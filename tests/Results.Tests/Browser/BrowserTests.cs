using System.Diagnostics;
using System.Text.Json;
using DeepStack.Sim.Results.Tests.Recording;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Results.Tests.Browser;

/// <summary>What people do with the files: open them.</summary>
public sealed class BrowserTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("browser").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [BrowserFact]
    public void ReportOpensFromAFileWithACleanConsoleAndAsksForNothing()
    {
        JsonElement seen = Run("report.mjs", Path.Combine(MakeRun(), ResultFiles.Report));

        Assert.Empty(seen.GetProperty("console").EnumerateArray());
        Assert.All(seen.GetProperty("requests").EnumerateArray(), r => Assert.EndsWith(ResultFiles.Report, r.GetString(), StringComparison.Ordinal));
        Assert.Equal("llama-3-8b on stack3d-8", seen.GetProperty("title").GetString());
        Assert.Contains("Where step time goes", seen.GetProperty("sections").EnumerateArray().Select(s => s.GetString()));
        Assert.InRange(seen.GetProperty("charts").GetInt32(), 8, 20);
        Assert.InRange(seen.GetProperty("overflow").GetInt32(), 0, 0);
    }

    [BrowserFact]
    public void TimelineOpensInSpeedscope()
    {
        JsonElement seen = Run("timeline.mjs", Path.Combine(MakeRun(), ResultFiles.Timeline));

        Assert.Empty(seen.GetProperty("errors").EnumerateArray());
        Assert.Empty(seen.GetProperty("outside").EnumerateArray());
        Assert.Contains("replica 0", seen.GetProperty("title").GetString() + seen.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    private string MakeRun()
    {
        string target = Path.Combine(_folder, "run");
        using RunFolder folder = RunFolder.Create(target);
        using var results = new ResultSet(folder, new ResultOptions());
        SyntheticRun.Play(results.Recorder, requests: 40);
        results.Complete();
        folder.Commit();
        return target;
    }

    private static JsonElement Run(string script, string file)
    {
        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])[Path.Combine(Repository.Root, "tests", "Results.Tests", "Browser", script), BrowserFactAttribute.Modules, BrowserFactAttribute.Chromium, file])
            start.ArgumentList.Add(argument);
        using Process node = Process.Start(start)!;
        Task<string> errors = node.StandardError.ReadToEndAsync();
        string output = node.StandardOutput.ReadToEnd();
        node.WaitForExit();
        Assert.True(node.ExitCode == 0, errors.Result);
        return JsonSerializer.Deserialize<JsonElement>(output);
    }
}
