using DeepStack.Sim.Interconnect.Noc.Load;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Interconnect.Tests.Noc;

public class BookSimCaseTests
{
    private const string Small = "topology = mesh;\nk = 4; // nodes in a row\nn = 2;\nnum_vcs = 2;\nvc_buf_size = 4;\ntraffic = uniform;\n";

    [Fact]
    public void ShapeIsReadAndTheRestHasDefaults()
    {
        NocLoadCase @case = BookSimCase.Parse("a.cfg", Small);

        Assert.Equal(16, @case.Grid.RouterCount);
        Assert.Equal((2, 4, 1), (@case.Router.VirtualChannels, @case.Router.BufferDepth, @case.PacketFlits));
        Assert.Equal(1, @case.Router.RoutingDelay.Count);
    }

    [Fact]
    public void AllFaultsOfAFileAreReportedTogether() => Snapshot.Verify(Message("""
        topology = mash;
        k = 4
        k = 4;
        k = 5;
        n = 2;
        num_vcs = 99;
        vc_bufsize = 4;
        alloc_iters = 2;
        sw_allocator = islip;
        traffic = unifrom;
        latency_thres = soon;
        """));

    [Fact]
    public void PatternsThatDoNotFitTheGridAreRefused()
    {
        Assert.Contains("needs a power of two", Message(Small.Replace("k = 4", "k = 3", StringComparison.Ordinal).Replace("uniform", "bitrev", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("two dimensions of one size", Message(Small.Replace("n = 2", "n = 1", StringComparison.Ordinal).Replace("uniform", "transpose", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void ATorusNeedsTwoClassesOfChannels() =>
        Assert.Contains("a torus needs at least 2", Message(Small.Replace("mesh", "torus", StringComparison.Ordinal).Replace("num_vcs = 2", "num_vcs = 1", StringComparison.Ordinal)), StringComparison.Ordinal);

    private static string Message(string text) => Assert.Throws<PresetException>(() => BookSimCase.Parse("a.cfg", text)).Message;
}
