using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Placement;
using DeepStack.Sim.Memory.Stacks;
using DeepStack.Sim.Platform;

namespace DeepStack.Sim.Mapping.Tests.Placement;

public sealed class KvAddressMapTests
{
    private const int Blocks = 200, Heads = 2;
    private static readonly DeviceSpec Device = PlatformPreset.Open("stack3d-8").Device;
    private static readonly DramStackSpec Dram = Device.Memory.Dram;
    private static readonly int Cores = Device.Compute.Cores;

    [Theory]
    [InlineData(DataPlacement.Striped, 8192)]
    [InlineData(DataPlacement.Striped, 3000)]
    [InlineData(DataPlacement.Near, 8192)]
    [InlineData(DataPlacement.Near, 3000)]
    [InlineData(DataPlacement.Replicated, 8192)]
    [InlineData(DataPlacement.Replicated, 3000)]
    public void EveryByteHasItsOwnAddressInEveryCopy(DataPlacement placement, int size)
    {
        KvAddressMap map = MapOf(placement, size);
        var taken = new Dictionary<int, List<(long From, long Until)>>();
        int copies = OperandPlacement.CopiesOf(placement, Device.Compute.Shared.Mesh);

        for (int piece = 0; piece < 3 * Blocks * Heads; piece++)
        {
            DramSpan[] spans = [.. map.SpansOf(piece / Heads % Blocks, piece / Heads / Blocks, piece % Heads)];
            Assert.All(spans.GroupBy(span => span.Copy), copy => Assert.Equal(size, copy.Sum(span => span.Size.Count)));
            Assert.Equal(copies, spans.Select(span => span.Copy).Distinct().Count());
            foreach (DramSpan span in spans)
            {
                if (!taken.TryGetValue(span.Channel, out List<(long, long)>? own)) taken[span.Channel] = own = [];
                own.Add((span.Offset, span.Offset + span.Size.Count));
            }
        }

        foreach (List<(long From, long Until)> channel in taken.Values)
        {
            channel.Sort();
            for (int i = 1; i < channel.Count; i++) Assert.True(channel[i].From >= channel[i - 1].Until);
        }
    }

    [Fact]
    public void NearPiecesLieAboveOneCoreEachInTurn()
    {
        KvAddressMap map = MapOf(DataPlacement.Near, 8192);

        for (int piece = 0; piece < Blocks * Heads; piece++) Assert.Equal([piece % Cores], map.SpansOf(piece / Heads, 0, piece % Heads).Select(span => map.CoreUnder(span.Channel)).Distinct());
    }

    [Fact]
    public void CopiesLieInRegionsThatShareNoChannel()
    {
        KvAddressMap map = MapOf(DataPlacement.Replicated, 1 << 20);

        Assert.All(map.SpansOf(0, 0, 0).GroupBy(span => span.Channel), channel => Assert.Single(channel.Select(span => span.Copy).Distinct()));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(100)]
    [InlineData(132)]
    [InlineData(134)]
    [InlineData(400)]
    public void TheShareOfChannelsInUseIsThatOfTheBusiestCore(int pieces)
    {
        KvAddressMap map = MapOf(DataPlacement.Near, 8192);
        long[] load = new long[Cores];
        for (int piece = 0; piece < pieces; piece++)
        {
            foreach (DramSpan span in map.SpansOf(piece / Heads, 5, piece % Heads)) load[map.CoreUnder(span.Channel)] += span.Size.Count;
        }

        Assert.Equal(load.Average() / load.Max(), KvAddressMap.HoldersOf(pieces, Cores), 1e-12);
    }

    [Fact]
    public void FewerChannelsThanCoresAreSharedByNeighbours()
    {
        ComputeSpec many = Device.Compute with { Cores = 2000 };
        var map = new KvAddressMap(DataPlacement.Near, Dram, many, Bytes.FromCount(8192), blocks: 2000, heads: 1);

        for (int core = 0; core < 2000; core++) Assert.All(map.SpansOf(core, 0, 0), span => Assert.InRange(span.Channel, 0, Dram.Channels - 1));
        Assert.Equal(Dram.Channels, Enumerable.Range(0, 2000).SelectMany(core => map.SpansOf(core, 0, 0)).Select(span => span.Channel).Distinct().Count());
    }

    private static KvAddressMap MapOf(DataPlacement placement, int size) => new(placement, Dram, Device.Compute, Bytes.FromCount(size), Blocks, Heads);
}
