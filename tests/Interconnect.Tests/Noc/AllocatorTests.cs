using DeepStack.Sim.Interconnect.Noc.Routers;

namespace DeepStack.Sim.Interconnect.Tests.Noc;

public class AllocatorTests
{
    [Fact]
    public void TwoHeadsThatAskForTheSameChannelConflictThoughOthersAreFree()
    {
        var allocator = new VcAllocator(ports: 3, virtualChannels: 2);
        allocator.Request(input: 0, outputPort: 2, candidates: 0b11);
        allocator.Request(input: 2, outputPort: 2, candidates: 0b11);

        Assert.Equal(1, allocator.GrantCount);
        Assert.Equal((0, 2 << 1), allocator.Grant(0));
    }

    [Fact]
    public void ThePointersOfAGrantMoveOnAndTheLosersStay()
    {
        var allocator = new VcAllocator(ports: 3, virtualChannels: 2);
        Decide(allocator, 0, 2);

        allocator.Request(0, 2, 0b11);
        allocator.Request(2, 2, 0b11);

        // Input 0 now asks for channel 1, input 2 still for channel 0, so both win.
        Assert.Equal([(0, 2 << 1 | 1), (2, 2 << 1)], new[] { allocator.Grant(0), allocator.Grant(1) });
    }

    [Fact]
    public void AnInputWhoseChoiceLosesGetsNothing()
    {
        var allocator = new SwitchAllocator(inputs: 2, outputs: 2);
        allocator.Request(0, 0, 0);
        allocator.Request(1, 0, 0);
        allocator.Request(1, 1, 1);

        Assert.Equal([new SwitchGrant(0, 0, false)], allocator.Decide(ulong.MaxValue).ToArray());
        Assert.Equal([new SwitchGrant(1, 0, false)], allocator.Decide(ulong.MaxValue).ToArray());
    }

    [Fact]
    public void SpeculationNeverWinsAgainstAPacketThatHoldsItsChannel()
    {
        var allocator = new SwitchAllocator(inputs: 2, outputs: 2);
        allocator.RequestSpeculatively(0, 0, 1);
        allocator.RequestSpeculatively(1, 0, 0);
        allocator.Request(1, 3, 1);

        Assert.Equal([new SwitchGrant(1, 3, false)], allocator.Decide(ulong.MaxValue).ToArray());
    }

    [Fact]
    public void SpeculationIsForgottenAfterItsCycle()
    {
        var allocator = new SwitchAllocator(inputs: 2, outputs: 2);
        allocator.RequestSpeculatively(0, 5, 1);

        Assert.Equal([new SwitchGrant(0, 5, true)], allocator.Decide(ulong.MaxValue).ToArray());
        Assert.Empty(allocator.Decide(ulong.MaxValue).ToArray());
    }

    [Fact]
    public void ABusyOutputIsNotChosen()
    {
        var allocator = new SwitchAllocator(inputs: 1, outputs: 2);
        allocator.Request(0, 0, 0);
        allocator.Request(0, 1, 1);

        Assert.Equal([new SwitchGrant(0, 1, false)], allocator.Decide(0b10).ToArray());
    }

    [Fact]
    public void ChannelsOfOneInputTakeTurnsTowardsAnOutput()
    {
        var allocator = new SwitchAllocator(inputs: 1, outputs: 1);
        foreach (int channel in new[] { 1, 4, 6 }) allocator.Request(0, channel, 0);

        int[] order = [.. Enumerable.Range(0, 4).Select(_ => allocator.Decide(1)[0].Channel)];

        Assert.Equal([1, 4, 6, 1], order);
    }

    private static void Decide(VcAllocator allocator, params int[] inputs)
    {
        foreach (int input in inputs) allocator.Request(input, 2, 0b11);
        for (int i = 0; i < allocator.GrantCount; i++) allocator.Grant(i);
        allocator.Clear();
    }
}
