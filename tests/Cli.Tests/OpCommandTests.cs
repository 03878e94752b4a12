using System.Text.Json;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Cli.Tests;

public sealed class OpCommandTests
{
    [Fact]
    public void HelpIsAsReviewed() => Snapshot.Verify(CommandRun.Of("op", "--help").Output.Replace("testhost", "deepstack", StringComparison.Ordinal));

    [Fact]
    public void AnOperatorShowsTimeBoundAndBytes() => Snapshot.Verify(Run("op all-reduce --shape size=1MiB --platform stack3d-8").Output);

    [Theory]
    [InlineData("gemm --shape m=64,n=4096,k=4096", "DRAM banks")]
    [InlineData("decode-attention --shape sequences=8,context=1000,heads=32,kv-heads=8", "pieces of")]
    [InlineData("prefill-attention --shape tokens=512,heads=32,kv-heads=8", "128x128")]
    [InlineData("norm --shape rows=64,width=4096", "launch and host")]
    [InlineData("embedding --shape rows=64,width=4096", "DRAM banks")]
    [InlineData("all-to-all --shape size=65536,ranks=4", "network")]
    public void EveryKindIsTimed(string op, string shown)
    {
        CommandRun run = Run($"op {op} --platform stack3d-8");

        Assert.Equal(ExitCodes.Done, run.ExitCode);
        Assert.Contains(shown, run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("json", "row opened for it")]
    [InlineData("pftrace", "channel 0, one of ")]
    public void AWindowShowsWhatBanksDoInBothFormatsOfTheTimeline(string format, string shown)
    {
        string timeline = Path.Combine(Directory.CreateTempSubdirectory("op").FullName, $"op.{format}");

        Assert.Equal(ExitCodes.Done, Run($"op gemm --shape m=16,n=4096,k=4096 --platform h100-8 --window 2us..4us --timeline {timeline}").ExitCode);

        Assert.Contains(shown, File.ReadAllText(timeline), StringComparison.Ordinal);
        Directory.Delete(Path.GetDirectoryName(timeline)!, recursive: true);
    }

    [Fact]
    public void WeightsOfFewerBitsMoveFewerBytes()
    {
        Assert.Equal(BankBytes("op gemm --shape m=16,n=4096,k=4096 --platform h100-8 --json") / 2, BankBytes("op gemm --shape m=16,n=4096,k=4096 --platform h100-8 --weights fp8 --json"), 0.02 * 4096 * 4096);
    }

    [Theory]
    [InlineData("op gemm --shape m=1,n=1,k=1 --platform h100-8 --weight-placement near", "names no mesh of cores")]
    [InlineData("op gem --shape m=1,n=1,k=1 --platform h100-8", "There is no operator \"gem\". Did you mean \"gemm\"?")]
    [InlineData("op gemm --shape m=64,n=64 --platform h100-8", "--shape says nothing of k, which gemm needs")]
    [InlineData("op gemm --shape m=64,n=64,j=64 --platform h100-8", "gemm has no size \"j\".")]
    [InlineData("op gemm --shape m=64,m=64,n=64,k=64 --platform h100-8", "--shape gives m twice.")]
    [InlineData("op gemm --shape m=0,n=64,k=64 --platform h100-8", "m is \"0\"; expected a number between 1 and ")]
    [InlineData("op gemm --shape m --platform h100-8", "--shape has \"m\"; expected sizes such as m=64.")]
    [InlineData("op gemm --shape m=64,n=64,k=64 --platform h100-8 --dtype bf17", "--dtype is \"bf17\"; expected a number format")]
    [InlineData("op gemm --shape m=64,n=64,k=64 --platform h100-8 --dtype fp4", "does not compute fp4. It computes bf16")]
    [InlineData("op decode-attention --shape sequences=1,context=64,heads=6,kv-heads=4 --platform h100-8", "6 heads do not divide over 4 kv-heads")]
    [InlineData("op all-reduce --shape size=0 --platform h100-8", "size is \"0\"; expected a size such as 16MiB.")]
    [InlineData("op all-reduce --shape size=1MiB,ranks=9 --platform h100-8", "ranks is 9 and ")]
    public void WrongInputSaysHowToMendIt(string line, string message)
    {
        CommandRun run = Run(line);

        Assert.Equal(ExitCodes.WrongInput, run.ExitCode);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public void KeysAboveFewCoresAreReadAsOftenAndTakeLonger()
    {
        const string Line = "op decode-attention --shape sequences=1,context=640,heads=8,kv-heads=1 --platform stack3d-8 --json --kv-placement";

        Assert.Equal(BankBytes($"{Line} striped"), BankBytes($"{Line} near"), 15);
        Assert.True(Elapsed($"{Line} near") > Elapsed($"{Line} striped"));
    }

    private static long Elapsed(string line)
    {
        using JsonDocument json = JsonDocument.Parse(Run(line).Output);
        return json.RootElement.GetProperty("elapsed_ps").GetInt64();
    }

    private static double BankBytes(string line)
    {
        using JsonDocument json = JsonDocument.Parse(Run(line).Output);
        return json.RootElement.GetProperty("levels").GetProperty("DRAM banks").GetProperty("bytes").GetDouble();
    }

    private static CommandRun Run(string line) => CommandRun.Of(line.Split(' '));
}
