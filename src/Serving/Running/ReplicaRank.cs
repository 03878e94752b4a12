using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Disaggregation;
using DeepStack.Sim.Serving.Routing;
using DeepStack.Sim.Serving.Scheduling;
using DeepStack.Sim.Serving.Timelines;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Serving.Running;

/// <summary>One rank of a replica: its scheduler, and the inbox that is emptied only when a step is built.</summary>
/// <param name="number">The rank's number over all replicas.</param>
/// <param name="scheduler">Its scheduler.</param>
internal sealed class ReplicaRank(int number, ReplicaScheduler scheduler) : IRankView
{
    private readonly Queue<(TraceRequest Request, RequestPart Part)> _inbox = new();
    private readonly List<int> _withdrawn = [];
    private long _inboxTokens;

    public int Number => number;

    public ReplicaScheduler Scheduler => scheduler;

    public int Running => scheduler.RunningCount;

    public int Waiting => scheduler.WaitingCount + _inbox.Count;

    public long OutstandingTokens => scheduler.OutstandingTokens + _inboxTokens;

    public int CachedTokensOf(TraceRequest request) => scheduler.CachedTokensOf(request);

    /// <summary>Puts a request into the inbox.</summary>
    public void Receive(TraceRequest request, RequestPart part)
    {
        _inbox.Enqueue((request, part));
        _inboxTokens += request.InputTokens + request.OutputTokens;
    }

    /// <summary>Notes that a request is to be dropped.</summary>
    public void Withdraw(int request) => _withdrawn.Add(request);

    /// <summary>Hands the inbox to the scheduler.</summary>
    /// <param name="now">The present instant.</param>
    /// <param name="dropped">Hears of requests that were dropped.</param>
    public void EmptyInbox(SimTime now, Action<int, RequestTimeline> dropped)
    {
        while (_inbox.TryDequeue(out (TraceRequest Request, RequestPart Part) next))
        {
            (TraceRequest request, RequestPart part) = next;
            _inboxTokens -= request.InputTokens + request.OutputTokens;
            scheduler.Arrive(request, part, request.Arrival, now);
        }
        foreach (int request in _withdrawn)
        {
            if (scheduler.TryDrop(request, now, out RequestTimeline timeline)) dropped(number, timeline);
        }
        _withdrawn.Clear();
    }
}
