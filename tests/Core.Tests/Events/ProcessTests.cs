using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Core.Tests.Events;

public sealed class ProcessTests
{
    private readonly Simulation _simulation = new();
    private readonly List<string> _log = [];

    [Fact]
    public void AProcessLivesFromWaitToWait()
    {
        Process process = _simulation.Start(Body());
        Assert.Empty(_log);

        _simulation.RunToEnd();

        Assert.Equal(["begin at 0 ps", "end at 30 ps"], _log);
        Assert.True(process.Completion.IsSet);

        async Process Body()
        {
            Log("begin");
            await Wait.For(Delay(10));
            await Wait.For(Delay(20));
            Log("end");
        }
    }

    [Fact]
    public void NothingOfAProcessRunsBeforeItIsStarted()
    {
        Process process = Body();
        _simulation.RunToEnd();
        Assert.Empty(_log);

        _simulation.Start(process);
        _simulation.RunToEnd();

        Assert.Equal(["ran at 0 ps"], _log);
        Assert.True(process.Completion.IsSet);
        Assert.Throws<InvalidOperationException>(() => _simulation.Start(process));
        Assert.Equal(0, _simulation.PendingCount);

        async Process Body()
        {
            Log("ran");
            await Wait.For(Duration.Zero);
        }
    }

    [Fact]
    public void AFaultOfAProcessLeavesThroughTheRunAndTheOthersCanGoOn()
    {
        Process broken = _simulation.Start(Break());
        _simulation.Start(Live());

        var fault = Assert.Throws<InvalidOperationException>(_simulation.RunToEnd);
        _simulation.RunToEnd();

        Assert.Contains(nameof(Break), fault.StackTrace, StringComparison.Ordinal);
        Assert.Equal(["cleaned up at 10 ps", "done at 20 ps"], _log);
        Assert.False(broken.Completion.IsSet);

        async Process Break()
        {
            try
            {
                await Wait.For(Delay(10));
                throw new InvalidOperationException("broken model");
            }
            finally
            {
                Log("cleaned up");
            }
        }

        async Process Live()
        {
            await Wait.For(Delay(20));
            Log("done");
        }
    }

    [Fact]
    public void OnlyAProcessCanWait() => Assert.Throws<NotSupportedException>(() => Wait.For(Delay(1)).OnCompleted(() => { }));

    [Fact]
    public void ASignalWakesItsWaitersInOrderAndLateComersAtOnce()
    {
        var signal = new Signal();
        foreach (string name in (string[])["a", "b", "c"]) _simulation.Start(WaitFor(signal, name));
        _simulation.Schedule(Delay(5), new RecordingHandler(_ => signal.Set()));
        _simulation.Schedule(Delay(7), new RecordingHandler(_ => _simulation.Start(WaitFor(signal, "late"))));
        _simulation.Schedule(Delay(8), new RecordingHandler(_ => signal.Set()));

        _simulation.RunToEnd();

        Assert.Equal(["a at 5 ps", "b at 5 ps", "c at 5 ps", "late at 7 ps"], _log);
    }

    [Theory]
    [InlineData(9, "set at 9 ps")]
    [InlineData(10, "not set at 10 ps")]
    [InlineData(11, "not set at 10 ps")]
    public void ATimeLimitEndsAWait(long setAt, string expected)
    {
        var signal = new Signal();
        _simulation.Start(Body());
        _simulation.Schedule(Delay(setAt), new RecordingHandler(_ => signal.Set()), rank: EventRank.Last);

        _simulation.RunToEnd();

        Assert.Equal([expected, $"done at {(setAt == 9 ? 109 : 110)} ps"], _log);

        async Process Body()
        {
            await Wait.For(signal, Delay(10));
            Log(signal.IsSet ? "set" : "not set");
            await Wait.For(Delay(100));
            Log("done");
        }
    }

    [Fact]
    public void AWakeUpAndALimitOfOneInstantResumeTheProcessOnce()
    {
        var signal = new Signal();
        _simulation.Schedule(Delay(10), new RecordingHandler(_ => signal.Set()), rank: EventRank.Complete);
        _simulation.Start(Body());

        _simulation.RunToEnd();

        Assert.Equal(["True at 10 ps", "end at 15 ps"], _log);

        async Process Body()
        {
            await Wait.For(signal, Delay(10));
            Log($"{signal.IsSet}");
            await Wait.For(Delay(5));
            Log("end");
        }
    }

    [Fact]
    public void AStoreServesConsumersAndItemsInOrder()
    {
        var store = new Store<int>();
        foreach (string name in (string[])["a", "b"]) _simulation.Start(Consume(name));
        _simulation.Schedule(Delay(3), new RecordingHandler(_ => PutAll(1, 2, 3)));

        _simulation.RunToEnd();

        Assert.Equal(["a took 1 at 3 ps", "b took 2 at 3 ps", "a took 3 at 4 ps"], _log);
        Assert.Equal(0, store.Count);
        Assert.Throws<InvalidOperationException>(() => store.Take());

        void PutAll(params int[] items)
        {
            foreach (int item in items) store.Put(item);
        }

        async Process Consume(string name)
        {
            while (true)
            {
                await Wait.For(store);
                Log($"{name} took {store.Take()}");
                await Wait.For(Delay(1));
            }
        }
    }

    [Fact]
    public void AResourceNeverServesMoreThanItsUnits()
    {
        var resource = new Resource(2);
        int inside = 0, served = 0;
        for (int i = 0; i < 9; i++) _simulation.Start(Use());

        _simulation.RunToEnd();

        Assert.Equal(9, served);
        Assert.Equal(SimTime.FromPicoseconds(50), _simulation.Now);
        Assert.Equal(2, resource.Available);
        Assert.Equal(0, resource.WaitingCount);
        Assert.Throws<InvalidOperationException>(resource.Release);

        async Process Use()
        {
            await Wait.For(resource);
            Assert.InRange(++inside, 1, 2);
            await Wait.For(Delay(10));
            inside--;
            served++;
            resource.Release();
        }
    }

    [Fact]
    public void ANewcomerDoesNotOvertakeThoseWhoWait()
    {
        var resource = new Resource(1);
        _simulation.Start(Use("first", 0));
        _simulation.Start(Use("second", 5));
        _simulation.Start(Use("third", 10), EventRank.First);

        _simulation.RunToEnd();

        Assert.Equal(["first at 0 ps", "second at 10 ps", "third at 20 ps"], _log);

        async Process Use(string name, long arrival)
        {
            await Wait.For(Delay(arrival));
            await Wait.For(resource);
            Log(name);
            await Wait.For(Delay(10));
            resource.Release();
        }
    }

    [Fact]
    public void AProcessWaitsForAnotherToEnd()
    {
        Process child = _simulation.Start(Child());
        _simulation.Start(Parent());

        _simulation.RunToEnd();

        Assert.Equal(["joined at 42 ps"], _log);

        async Process Child()
        {
            await Wait.For(Delay(42));
        }

        async Process Parent()
        {
            await Wait.For(child.Completion);
            Log("joined");
        }
    }

    [Fact]
    public void WaitingAllocatesNothing()
    {
        var resource = new Resource(3);
        var never = new Signal();
        for (int i = 0; i < 100; i++)
        {
            _simulation.Start(Spin(i));
            _simulation.Start(TakeTurns());
        }
        _simulation.RunUntil(SimTime.FromPicoseconds(100_000));

        long before = GC.GetAllocatedBytesForCurrentThread();
        _simulation.RunUntil(SimTime.FromPicoseconds(200_000));

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static async Process Spin(int i)
        {
            while (true) await Wait.For(Delay(1 + i));
        }

        async Process TakeTurns()
        {
            while (true)
            {
                await Wait.For(resource);
                await Wait.For(never, Delay(10));
                resource.Release();
            }
        }
    }

    private static Duration Delay(long picoseconds) => Duration.FromPicoseconds(picoseconds);

    private void Log(string what) => _log.Add($"{what} at {_simulation.Now}");

    private async Process WaitFor(Signal signal, string name)
    {
        await Wait.For(signal);
        Log(name);
    }
}
