using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Serving.Routing;

/// <summary>vLLM's own balancer of data-parallel ranks: the least 4 x waiting + running, on counts that are published now and then.</summary>
/// <remarks>Between two publications the front end counts what it has itself sent as waiting.</remarks>
/// <param name="interval">Time between publications; 100 ms in vLLM.</param>
public sealed class VllmBalancer(Duration interval) : IRouter
{
    private (int Waiting, int Running)[] _seen = [];
    private SimTime _published;

    /// <inheritdoc/>
    public int Choose(TraceRequest request, IReadOnlyList<IRankView> ranks, SimTime now)
    {
        if (_seen.Length != ranks.Count || now - _published >= interval)
        {
            _seen = [.. ranks.Select(rank => (rank.Waiting, rank.Running))];
            _published = now;
        }
        int best = 0;
        for (int i = 1; i < _seen.Length; i++)
            if (ScoreOf(_seen[i]) < ScoreOf(_seen[best])) best = i;
        _seen[best].Waiting++;
        return best;
    }

    private static int ScoreOf((int Waiting, int Running) rank) => 4 * rank.Waiting + rank.Running;
}
