using DeepStack.Sim.Core.Flow;
using DeepStack.Sim.Core.Randomness;

namespace DeepStack.Sim.Core.Tests.Flow;

public sealed class BoundedQueueTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void ItBehavesAsAQueueThatRefusesBeyondItsCapacity(int capacity)
    {
        var queue = new BoundedQueue<long>(capacity);
        var reference = new Queue<long>();
        var random = new RandomStream(1, "queue");
        for (long i = 0; i < 5_000; i++)
        {
            if (random.NextInteger(2) == 0)
            {
                Assert.Equal(reference.Count < capacity, queue.TryEnqueue(i));
                if (reference.Count < capacity) reference.Enqueue(i);
            }
            else
            {
                Assert.Equal(reference.TryDequeue(out long expected), queue.TryDequeue(out long actual));
                Assert.Equal(expected, actual);
            }
            Assert.Equal(reference.Count, queue.Count);
            Assert.Equal(reference.Count == 0, queue.IsEmpty);
            Assert.Equal(reference.Count == capacity, queue.IsFull);
            if (reference.Count > 0) Assert.Equal(reference.Peek(), queue.Peek());
        }
    }

    [Fact]
    public void AnEmptyQueueHasNothingToShow()
    {
        Assert.Throws<InvalidOperationException>(() => new BoundedQueue<int>(1).Peek());
        Assert.Throws<ArgumentOutOfRangeException>(() => new BoundedQueue<int>(0));
    }

    [Fact]
    public void NothingTakenIsKeptAlive()
    {
        var queue = new BoundedQueue<object>(2);
        WeakReference item = FillAndEmpty(queue);

        GC.Collect();

        Assert.False(item.IsAlive);
    }

    private static WeakReference FillAndEmpty(BoundedQueue<object> queue)
    {
        object item = new();
        queue.TryEnqueue(item);
        queue.TryDequeue(out _);
        return new WeakReference(item);
    }
}
