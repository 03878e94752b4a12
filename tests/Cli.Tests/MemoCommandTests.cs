using System.Text.Json;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Cli.Tests;

public sealed class MemoCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("memo").FullName;

    [Fact]
    public void HelpIsAsReviewed() => Snapshot.Verify(CommandRun.Of("memo", "--help").Output.Replace("testhost", "deepstack", StringComparison.Ordinal));

    [Fact]
    public void InfoListsWhatAReplayRemembersAndClearForgetsIt()
    {
        CommandRun.Of("replay", "--limit", "3", "--memo", _folder, "--out", Path.Combine(_folder, "out"), "--brief");

        string info = CommandRun.Of("memo", "info", "--memo", _folder).Output;
        using JsonDocument json = JsonDocument.Parse(CommandRun.Of("memo", "info", "--memo", _folder, "--json").Output);
        string cleared = CommandRun.Of("memo", "clear", "--memo", _folder).Output;

        Assert.Contains("Llama-3 70B as TP 8 on stack3d-8", info, StringComparison.Ordinal);
        Assert.True(json.RootElement.GetProperty("files")[0].GetProperty("parts").GetInt32() > 5);
        Assert.StartsWith("1 files deleted", cleared, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder, "*.memo"));
    }

    [Theory]
    [InlineData(0, "no memo of this format")]
    [InlineData(400, "it is damaged")]
    public void ADamagedFileIsLeftAsideWithAWarningAndChangesNothing(int place, string fault)
    {
        string whole = Replay();
        string file = Directory.GetFiles(_folder, "*.memo").Single();
        byte[] bytes = File.ReadAllBytes(file);
        bytes[place + 1] ^= 0x40;
        File.WriteAllBytes(file, bytes);

        string info = CommandRun.Of("memo", "info", "--memo", _folder).Output;
        CommandRun again = CommandRun.Of("replay", "--limit", "3", "--memo", _folder, "--out", Path.Combine(_folder, "out"), "--brief");

        Assert.Contains(fault, info, StringComparison.Ordinal);
        Assert.Contains("cannot be used and is left aside", again.Errors, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Done, again.ExitCode);
        Assert.Equal(whole, File.ReadAllText(Path.Combine(_folder, "out", "summary.json")));
    }

    [Fact]
    public void AFileOfAnotherMachineUnderThisNameIsLeftAside()
    {
        Replay();
        string file = Directory.GetFiles(_folder, "*.memo").Single();
        CommandRun.Of("replay", "--limit", "3", "--tp", "4", "--model", "llama-3-8b", "--memo", _folder, "--out", Path.Combine(_folder, "other"), "--brief");
        string other = Directory.GetFiles(_folder, "*.memo").Single(f => f != file);
        File.Copy(other, file, overwrite: true);

        CommandRun again = CommandRun.Of("replay", "--limit", "3", "--memo", _folder, "--out", Path.Combine(_folder, "out"), "--brief");

        Assert.Contains("it belongs to another version, machine, model or plan", again.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("off", "--memo off names no folder")]
    public void WrongInputSaysHowToMendIt(string folder, string message)
    {
        CommandRun run = CommandRun.Of("memo", "info", "--memo", folder);

        Assert.Equal(ExitCodes.WrongInput, run.ExitCode);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Replay()
    {
        CommandRun.Of("replay", "--limit", "3", "--memo", _folder, "--out", Path.Combine(_folder, "out"), "--brief");
        return File.ReadAllText(Path.Combine(_folder, "out", "summary.json"));
    }
}
