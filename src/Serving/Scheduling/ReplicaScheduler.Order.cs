using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Serving.Scheduling;

/// <content>Which waiting request is the next one.</content>
public sealed partial class ReplicaScheduler
{
    private int PlaceOfNext(SimTime now) => _spec.Order switch
    {
        QueueOrder.Deadline => PlaceOfEarliestDeadline(now),
        QueueOrder.LongestPrefix => PlaceOfLongestPrefix(),
        _ => 0,
    };

    /// <summary>Deadlines are arrivals plus a constant: the earliest arrival that can still be met, or the earliest of all.</summary>
    private int PlaceOfEarliestDeadline(SimTime now)
    {
        int best = 0;
        for (int i = 1; i < _waiting.Count; i++)
        {
            bool isLate = IsLate(i, now), bestIsLate = IsLate(best, now);
            if (isLate != bestIsLate ? bestIsLate : ArrivalAt(i) < ArrivalAt(best)) best = i;
        }
        return best;
    }

    /// <summary>A request that has given its first token has no deadline left and is taken up again as soon as possible.</summary>
    private bool IsLate(int place, SimTime now) =>
        _requests[_waiting[place]].Generated == 0 && now > ArrivalAt(place) + _spec.FirstTokenObjective;

    private SimTime ArrivalAt(int place) => _requests.TimelineOf(_waiting[place]).Arrived;

    private int PlaceOfLongestPrefix()
    {
        int best = 0, most = -1;
        for (int i = 0; i < _waiting.Count; i++)
        {
            int slot = _waiting[i];
            int cached = _blocks.Find(_requests.TimelineOf(slot).Request, (_requests[slot].Known - 1) / _spec.BlockTokens).Blocks;
            if (cached <= most) continue;
            best = i;
            most = cached;
        }
        return best;
    }

    /// <summary>Where a request belongs in a queue ordered by priority.</summary>
    private int PlaceInQueue(int slot)
    {
        int place = _waiting.Count;
        while (place > 0 && ComesBefore(slot, _waiting[place - 1])) place--;
        return place;
    }

    private bool ComesBefore(int left, int right)
    {
        ref RequestState a = ref _requests[left], b = ref _requests[right];
        return a.Priority != b.Priority ? a.Priority < b.Priority : a.Serial < b.Serial;
    }
}
