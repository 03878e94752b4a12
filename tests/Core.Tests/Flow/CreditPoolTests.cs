using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Flow;
using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Tests.Events;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Core.Tests.Flow;

public sealed class CreditPoolTests
{
    private readonly Simulation _simulation = new();

    [Fact]
    public void AWaiterHoldsItsCreditsWhenItIsWoken()
    {
        var pool = new CreditPool(_simulation, 2);
        var waiter = new RecordingHandler(_ => Assert.Equal(0, pool.Available));

        Assert.True(pool.TakeOrWait(2, waiter, 1));
        Assert.False(pool.TakeOrWait(2, waiter, 2));
        pool.Return(1);
        Assert.Equal(0, _simulation.PendingCount);
        pool.Return(1);
        _simulation.RunToEnd();

        Assert.Equal([2], waiter.Payloads);
    }

    [Fact]
    public void ASmallRequestDoesNotOvertakeALargeOne()
    {
        var pool = new CreditPool(_simulation, 4);
        var waiter = new RecordingHandler();
        pool.TakeOrWait(3, waiter, 0);

        Assert.False(pool.TakeOrWait(4, waiter, 1));
        Assert.False(pool.TakeOrWait(1, waiter, 2));
        pool.Return(3);
        _simulation.RunToEnd();
        Assert.Equal([1], waiter.Payloads);
        pool.Return(4);
        _simulation.RunToEnd();

        Assert.Equal([1, 2], waiter.Payloads);
        Assert.Equal(3, pool.Available);
    }

    [Fact]
    public void NoWakeUpIsLostAndEveryCreditComesBack()
    {
        const int senders = 50, rounds = 200;
        var pool = new CreditPool(_simulation, 5);
        var random = new RandomStream(1, "credits");
        var amounts = new Dictionary<long, int>();
        var asked = new Queue<long>();
        int held = 0, served = 0;

        RecordingHandler sender = null!, returner = null!;
        returner = new RecordingHandler(id =>
        {
            held -= amounts[id];
            pool.Return(amounts[id]);
            Ask(id + senders);
        });
        sender = new RecordingHandler(id =>
        {
            Assert.Equal(asked.Dequeue(), id);
            Hold(id);
        });
        for (int i = 0; i < senders; i++) Ask(i);
        _simulation.RunToEnd();

        Assert.Equal(senders * rounds, served);
        Assert.Equal(5, pool.Available);
        Assert.Empty(asked);

        void Ask(long id)
        {
            if (id >= senders * rounds) return;
            amounts[id] = 1 + (int)random.NextInteger(5);
            if (pool.TakeOrWait(amounts[id], sender, id)) Hold(id);
            else asked.Enqueue(id);
        }

        void Hold(long id)
        {
            held += amounts[id];
            served++;
            Assert.InRange(held, 1, 5);
            _simulation.Schedule(Duration.FromPicoseconds(random.NextInteger(4)), returner, id);
        }
    }

    [Fact]
    public void WrongAmountsAreRefused()
    {
        var pool = new CreditPool(_simulation, 2);
        var waiter = new RecordingHandler();

        Assert.Throws<ArgumentOutOfRangeException>(() => pool.TakeOrWait(3, waiter, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.TakeOrWait(0, waiter, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Return(-1));
        Assert.Throws<InvalidOperationException>(() => pool.Return(1));
        Assert.Equal(2, pool.Available);
    }
}
