using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Serving.Running;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Running;

/// <summary>Times the steps of one replica by an executor, and keeps each timing until the step has ended and been recorded.</summary>
internal sealed class ExecutorStepModel : IStepModel
{
    private readonly IStepExecutor _executor;
    private readonly Queue<StepReceipt> _pending = new();
    private readonly Stack<StepReceipt> _free = new();

    public ExecutorStepModel(IStepExecutor executor) => _executor = executor;

    /// <inheritdoc/>
    public Duration DurationOf(StepShape shape)
    {
        StepTiming timing = _executor.Execute(shape);
        StepReceipt receipt = _free.TryPop(out StepReceipt? used) ? used : new StepReceipt();
        receipt.Fill(timing);
        _pending.Enqueue(receipt);
        return timing.Elapsed;
    }

    /// <summary>The timing of the oldest step that has not been taken; steps of a replica end in the order in which they were built.</summary>
    public StepReceipt Take() => _pending.Dequeue();

    /// <summary>Gives a timing back for reuse.</summary>
    public void Return(StepReceipt receipt) => _free.Push(receipt);
}
