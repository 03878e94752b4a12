namespace DeepStack.Sim.Results.Recording;

/// <summary>Collects the <see cref="StepRun"/>s of one request while it is served; one comparison a step in the common case.</summary>
public sealed class RunHistory
{
    private readonly List<StepRun> _runs = [];

    /// <summary>The runs so far, in time order.</summary>
    public IReadOnlyList<StepRun> Runs => _runs;

    /// <summary>The request was part of consecutive steps of a replica, in each of which the same was done for it.</summary>
    public void Add(int replica, long firstStep, int computedTokens, int deliveredTokens, long steps = 1)
    {
        if (_runs.Count > 0)
        {
            StepRun last = _runs[^1];
            if (last.Replica == replica && last.FirstStep + last.Steps == firstStep && last.ComputedTokens == computedTokens && last.DeliveredTokens == deliveredTokens)
            {
                _runs[^1] = last with { Steps = last.Steps + steps };
                return;
            }
        }
        _runs.Add(new StepRun(replica, firstStep, steps, computedTokens, deliveredTokens));
    }
}
