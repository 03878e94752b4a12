using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.KvTransfers;
using DeepStack.Sim.Interconnect.Packets;
using DeepStack.Sim.Mapping.Placement;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Results.Recording;
using DeepStack.Sim.Serving.Disaggregation;
using DeepStack.Sim.Workload.Models;

namespace DeepStack.Sim.Engine.Tests.KvTransfers;

public sealed class KvTransportTests
{
    private const int BlockTokens = 16, Switch = 8;
    private static readonly ModelSpec Model = ModelLibrary.Open("llama-3-8b");
    private static readonly Bandwidth Rate = Bandwidth.FromBytesPerSecond(50e9);

    [Fact]
    public void LinksCarryTheBytesOfTheBlocksAndNoMore()
    {
        var world = new World();

        world.Begin(KvMoveKind.Push, source: 0, destination: 1, blocks: 10);
        world.Run();

        long bytes = Model.KvBytesPerToken.Count * BlockTokens * 10;
        Assert.Equal(bytes, world.PayloadOf(link => link.From is 0 or 1 && link.To == Switch));
        Assert.Equal(bytes, world.PayloadOf(link => link.From == Switch && link.To is >= 2 and < 6));
        Assert.Equal(bytes, world.Recording.BytesOf(KvMoveKind.Push).Count);
        Assert.Equal(2 * bytes, world.PayloadOf(_ => true));
    }

    [Fact]
    public void TheBusiestLinkSaysHowLongAMoveTakes()
    {
        var world = new World();

        world.Begin(KvMoveKind.Push, 0, 1, blocks: 10);
        SimTime end = world.Run();

        // Two devices send half each; a packet more crosses the second link.
        Duration half = Bytes.FromCount(Model.KvBytesPerToken.Count * BlockTokens * 5) / Rate;
        Assert.InRange((end - SimTime.Zero) / half, 1.0, 1.2);
    }

    [Fact]
    public void MovesThatShareALinkTakeTurns()
    {
        var alone = new World();
        alone.Begin(KvMoveKind.Push, 0, 2, 20);
        SimTime single = alone.Run();

        var both = new World();
        both.Begin(KvMoveKind.Push, 0, 2, 20);
        both.Begin(KvMoveKind.Push, 0, 1, 20);
        SimTime shared = both.Run();

        Assert.InRange((shared - SimTime.Zero) / (single - SimTime.Zero), 1.9, 2.1);
    }

    [Fact]
    public void APullAsksFirst()
    {
        var push = new World();
        push.Begin(KvMoveKind.Push, 0, 1, 1);
        var pull = new World();
        pull.Begin(KvMoveKind.Pull, 0, 1, 1);

        Duration asking = pull.Run() - push.Run();

        // A header over two links of 500 ns each.
        Assert.InRange(asking.Picoseconds, 1_000_000, 1_100_000);
    }

    [Fact]
    public void LayerByLayerTheLastLayerIsAllThatComesAfterTheStep()
    {
        SimTime stepEnds = SimTime.Zero + Duration.FromNanoseconds(10_000_000);
        var world = new World();

        world.Begin(KvMoveKind.Layerwise, 0, 1, 100, stepEnds);
        SimTime end = world.Run();
        var push = new World();
        push.Begin(KvMoveKind.Push, 0, 1, 100);
        Duration whole = push.Run() - SimTime.Zero;

        // 32 layers: the last is ready when the step ends, and takes its own time only.
        Assert.InRange((end - stepEnds) / whole, 1 / 32.0, 2 / 32.0);
        Assert.Equal(Model.KvBytesPerToken.Count * BlockTokens * 100, world.PayloadOf(link => link.To == Switch));
    }

    [Fact]
    public void AStepThatIsShorterThanTheTransferHidesWhatItCan()
    {
        SimTime stepEnds = SimTime.Zero + Duration.FromNanoseconds(1_000);
        var world = new World();
        world.Begin(KvMoveKind.Layerwise, 0, 1, 100, stepEnds);
        var push = new World();
        push.Begin(KvMoveKind.Push, 0, 1, 100);

        Assert.True(world.Run() - stepEnds >= push.Run() - SimTime.Zero - Duration.FromNanoseconds(1_000));
    }

    [Theory]
    [InlineData(KvMoveKind.Fetch)]
    [InlineData(KvMoveKind.Offload)]
    public void HostsAreReachedByEveryDevicesOwnLink(KvMoveKind kind)
    {
        var world = new World();

        world.Begin(kind, 1, 1, 100);
        SimTime end = world.Run();

        Duration quarter = Bytes.FromCount(Model.KvBytesPerToken.Count * BlockTokens * 25) / Rate;
        Assert.InRange((end - SimTime.Zero) / quarter, 1.0, 1.1);
        Assert.Equal(0, world.PayloadOf(_ => true));
    }

    [Fact]
    public void OnlyTheDevicesOfTheGroupTakePart()
    {
        var world = new World();

        world.Begin(KvMoveKind.Push, source: 0, destination: 3, blocks: 10);
        world.Run();

        long bytes = Model.KvBytesPerToken.Count * BlockTokens * 10;
        Assert.Equal(bytes, world.PayloadOf(link => link.From == Switch && link.To is 4 or 5));
        Assert.Equal(2 * bytes, world.PayloadOf(_ => true));
    }

    /// <summary>Replicas of two, four and two devices on a switch, and the second of two groups of the four.</summary>
    private sealed class World : IEventHandler
    {
        private readonly Simulation _simulation = new();
        private readonly PacketNetwork _network;
        private readonly KvTransport _transport;
        private readonly List<SimTime> _ends = [];

        public World()
        {
            var spec = new NetworkSpec
            {
                Name = "test",
                Nodes = [.. Enumerable.Repeat(NodeKind.Endpoint, Switch), NodeKind.Switch],
                Links = [.. Enumerable.Range(0, Switch).Select(device => new LinkSpec(device, Switch, Rate, Duration.FromNanoseconds(500)))],
                Packet = new PacketFormat(Bytes.FromCount(4096), Bytes.FromCount(16)),
            };
            _network = new PacketNetwork(_simulation, spec);
            var hosts = new PacketNetwork(_simulation, spec with
            {
                Nodes = [.. Enumerable.Repeat(NodeKind.Endpoint, Switch * 2)],
                Links = [.. Enumerable.Range(0, Switch).Select(device => new LinkSpec(device, Switch + device, Rate, Duration.FromNanoseconds(500)))],
            });
            var records = new RecordedRun();
            Recording = new KvMoveRecording(records, new NameTable(records), new TrackTable(records), [1, 3, 5, 7]);
            KvPlacement two = new(Model, new ParallelPlan(2)), four = new(Model, new ParallelPlan(4)), second = new(Model, new ParallelPlan(2) { AttentionData = 2 }, attentionGroup: 1);
            _transport = new KvTransport(_simulation, _network, hosts, [new KvEnd(two, 0, BlockTokens), new KvEnd(four, 2, BlockTokens), new KvEnd(two, 6, BlockTokens), new KvEnd(second, 2, BlockTokens)], Recording);
        }

        public KvMoveRecording Recording { get; }

        public void Begin(KvMoveKind kind, int source, int destination, int blocks, SimTime stepEnds = default) =>
            _transport.Begin(new KvMove(0, kind, source, destination, 0, blocks, SimTime.Zero, stepEnds), this, 0);

        public SimTime Run()
        {
            _simulation.RunToEnd();
            return _ends.Max();
        }

        public long PayloadOf(Func<LinkUse, bool> of) => _network.Use().Where(of).Sum(link => link.Carried.Count - (link.Packets * 16));

        public void Handle(long payload) => _ends.Add(_simulation.Now);
    }
}
