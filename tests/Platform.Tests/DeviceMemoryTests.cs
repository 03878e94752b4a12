using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Flow;
using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Platform.Tests;

public sealed class DeviceMemoryTests : IEventHandler
{
    private static readonly DeviceMemorySpec Spec = PlatformPreset.Open("stack3d-8").Device.Memory;

    private readonly Simulation _simulation = new();
    private readonly List<(long Payload, SimTime At)> _done = [];

    private static long Line => Spec.Dram.Interleave.Count * Spec.Dram.Channels;

    void IEventHandler.Handle(long payload) => _done.Add((payload, _simulation.Now));

    [Fact]
    public void NoByteMovesTwiceHoweverTransfersAreCut()
    {
        var random = new RandomStream(1, "memory");
        DeviceMemory memory = Spec.Build(_simulation);
        long asked = 0;
        for (int i = 0; i < 500; i++)
        {
            long size = 1 + random.NextInteger(3 * Line);
            asked += size;
            memory.Submit(new Transfer(Bytes.FromCount(size), IsWrite: false), this, i);
        }
        _simulation.RunToEnd();

        long moved = memory.Stack.Counts.Reads * Spec.Dram.Access.Count;
        Assert.Equal((asked + Line - 1) / Line * Line, moved);
        Assert.Equal(Enumerable.Range(0, 500).Select(i => (long)i), _done.Select(d => d.Payload));
    }

    [Fact]
    public void ALongStreamReachesTheStreamBandwidthAndNoTransferBeatsThePeak()
    {
        DeviceMemory memory = Spec.Build(_simulation);
        const int Transfers = 64;
        for (int i = 0; i < Transfers; i++) memory.Submit(new Transfer(Bytes.FromCount(8 * Line), IsWrite: false), this, i);
        _simulation.RunToEnd();

        Bytes total = Bytes.FromCount(Transfers * 8 * Line);
        Duration elapsed = _done[^1].At - SimTime.Zero;
        Assert.True(elapsed >= total / Spec.PeakBandwidth);
        Assert.InRange(elapsed / (total / Spec.StreamBandwidth), 0.97, 1.03);
    }

    [Fact]
    public void ReadsAndWritesDoNotWaitForEachOthersOrder()
    {
        DeviceMemory memory = Spec.Build(_simulation);
        memory.Submit(new Transfer(Bytes.FromCount(64 * Line), IsWrite: true), this, 0);
        memory.Submit(new Transfer(Bytes.FromCount(1), IsWrite: false), this, 1);
        _simulation.RunToEnd();

        Assert.Equal(2, _done.Count);
        Assert.True(memory.Stack.Counts.Writes > 0 && memory.Stack.Counts.Reads > 0);
    }

    [Fact]
    public void TransfersEndWhenTheyWouldWithEveryChannelByItself()
    {
        var random = new RandomStream(2, "memory");
        Transfer[] transfers = [.. Enumerable.Range(0, 60).Select(i => new Transfer(Bytes.FromCount(1 + random.NextInteger(3 * Line)), IsWrite: i % 3 == 0))];
        var apart = new DeviceMemoryTests();

        Run(Spec, transfers);
        apart.Run(Spec with { FoldsChannels = false }, transfers);

        Assert.Equal(_done, apart._done);
        Assert.True(apart._simulation.ProcessedCount > 100 * _simulation.ProcessedCount);
    }

    private void Run(DeviceMemorySpec spec, Transfer[] transfers)
    {
        DeviceMemory memory = spec.Build(_simulation);
        for (int i = 0; i < transfers.Length; i++) memory.Submit(transfers[i], this, i);
        _simulation.RunToEnd();
    }
}
