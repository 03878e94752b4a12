using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Interconnect.Noc;
using static DeepStack.Sim.Interconnect.Tests.Noc.Fabrics;

namespace DeepStack.Sim.Interconnect.Tests.Noc;

public class BulkTests
{
    private const double Promise = 0.03;

    public static TheoryData<string> Specs => new() { "mesh4x4", "chiplets2x2-mesh8x8", "torus" };

    [Theory]
    [MemberData(nameof(Specs))]
    public void LoneMessagesTakeAsLongAsInCycleDetail(string name)
    {
        NocSpec spec = SpecOf(name);
        var random = new RandomStream(1, name);

        for (int i = 0; i < 60; i++)
        {
            Transfer[] lone = [RandomTransfer(spec, random)];
            AssertWithinPromise(spec, lone);
        }
    }

    [Theory]
    [MemberData(nameof(Specs))]
    public void MessagesThatDoNotWaitForEachOtherTakeAsLongAsInCycleDetail(string name)
    {
        NocSpec spec = SpecOf(name);
        var random = new RandomStream(2, name);
        int undisturbed = 0;

        for (int i = 0; i < 150; i++)
        {
            Transfer[] few = [.. Enumerable.Range(0, 3 + i % 3).Select(_ => RandomTransfer(spec, random))];
            if (NetworkRuns.Run(spec, NocDetail.Bulk, few).Network.GroupsDelayedByOthers > 0) continue;
            undisturbed++;
            AssertWithinPromise(spec, few);
        }

        Assert.True(undisturbed >= 20, $"only {undisturbed} cases without waiting");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void AShiftAlongRowsTakesAsLongAsInCycleDetail(int distance)
    {
        NocSpec spec = SpecOf("mesh4x4");
        Transfer[] shift = [.. from i in Enumerable.Range(0, 16) where i % 4 + distance < 4 select new Transfer(NocEndpoint.OfTile(i), NocEndpoint.OfTile(i + distance), 40_000)];
        Transfer[] alone = [.. shift.Where(t => distance == 1 || t.From.Tile % 4 == 0)];

        AssertWithinPromise(spec, alone);
    }

    [Theory]
    [InlineData(1_000, true)]
    [InlineData(64_000, true)]
    [InlineData(1_000, false)]
    [InlineData(64_000, false)]
    public void AGatherOrScatterAtOneMemoryPortEndsAsInCycleDetail(long size, bool gathers)
    {
        NocSpec spec = SpecOf("mesh4x4");
        NocEndpoint memory = NocEndpoint.OfMemory(5);
        Transfer[] transfers = [.. Enumerable.Range(0, 16).Select(NocEndpoint.OfTile).Select(tile => gathers ? new Transfer(tile, memory, size) : new Transfer(memory, tile, size))];

        (SimTime[] exact, _) = NetworkRuns.Run(spec, NocDetail.Cycle, transfers);
        (SimTime[] bulk, NocNetwork network) = NetworkRuns.Run(spec, NocDetail.Bulk, transfers);

        AssertWithinPromise(exact.Max(), bulk.Max());
        Assert.True(network.GroupsDelayedByOthers > 0);
    }

    [Fact]
    public void BothDetailsCarryTheSameFlitsOverTheSameLinks()
    {
        NocSpec spec = SpecOf("chiplets2x2-mesh8x8");
        var random = new RandomStream(3, "traffic");
        Transfer[] many = [.. Enumerable.Range(0, 200).Select(_ => RandomTransfer(spec, random))];

        NocNetwork exact = NetworkRuns.Run(spec, NocDetail.Cycle, many).Network, bulk = NetworkRuns.Run(spec, NocDetail.Bulk, many).Network;

        Assert.Equal(exact.Traffic(), bulk.Traffic());
        Assert.Equal(["die-to-die", "interposer", "link", "memory", "near", "tile"], exact.Traffic().Select(t => t.Kind));
    }

    [Fact]
    public void BuffersThatDoNotCoverTheCreditLoopAreRefused()
    {
        NocSpec spec = SpecOf("mesh4x4");
        NocSpec shallow = spec with { Router = spec.Router with { BufferDepth = 7 } };

        string message = Assert.Throws<ArgumentException>(() => NetworkRuns.Run(shallow, NocDetail.Bulk, [])).Message;

        Assert.StartsWith("mesh4x4 cannot be simulated in bulk: buffers of 7 flits do not cover the credit loop of link \"", message, StringComparison.Ordinal);
    }

    private static NocSpec SpecOf(string name)
    {
        if (name != "torus") return NocSpec.FromPreset(name);
        NocSpec mesh = NocSpec.FromPreset("mesh4x4");
        var grid = new NocGrid([new NocDimension(5, true), new NocDimension(3, true)], mesh.Grid.EndpointLinks, NocLink.OneCycle);
        return mesh with { Name = name, Grid = grid, Router = Router(8, 12) };
    }

    private static Transfer RandomTransfer(NocSpec spec, RandomStream random) => new(
        NocEndpoint.OfTile((int)random.NextInteger(spec.TileCount)),
        random.NextInteger(2) == 0 ? NocEndpoint.OfTile((int)random.NextInteger(spec.TileCount)) : NocEndpoint.OfMemory((int)random.NextInteger(spec.TileCount)),
        SmallestBulk(spec) + random.NextInteger(1L << (6 + (int)random.NextInteger(11))));

    /// <summary>Behind a narrow link packets of a message overlap in ways that shift its end by a few cycles, which shows in short messages.</summary>
    private static long SmallestBulk(NocSpec spec) => spec.Grid.LinkKinds.All(link => link.CyclesPerFlit == 1) ? 1 : 16384;

    private static void AssertWithinPromise(NocSpec spec, Transfer[] transfers)
    {
        SimTime[] exact = NetworkRuns.Run(spec, NocDetail.Cycle, transfers).At, bulk = NetworkRuns.Run(spec, NocDetail.Bulk, transfers).At;
        for (int i = 0; i < transfers.Length; i++) Assert.True(Math.Abs(bulk[i].Picoseconds / (double)exact[i].Picoseconds - 1) <= Promise, $"{transfers[i]}: {exact[i]} in cycle detail, {bulk[i]} in bulk");
    }

    private static void AssertWithinPromise(SimTime exact, SimTime bulk) =>
        Assert.InRange(bulk.Picoseconds / (double)exact.Picoseconds, 1 - Promise, 1 + Promise);
}
