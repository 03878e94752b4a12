namespace DeepStack.Sim.Memory.Stacks;

/// <summary>The transfers of one channel, in order of arrival; they are cut into row runs as the window has room.</summary>
internal sealed class JobList
{
    private readonly Action<long, long> _finished;
    private Job[] _jobs = new Job[16];
    private long _first;
    private long _cut;
    private long _end;

    /// <param name="finished">Called with the tag of a transfer and the clock at which its last data arrives.</param>
    public JobList(Action<long, long> finished) => _finished = finished;

    /// <summary>Whether bytes wait to be cut.</summary>
    public bool HasBytes => _cut < _end;

    /// <summary>Appends a transfer.</summary>
    public void Add(long offset, long size, bool isWrite, long tag)
    {
        if (_end - _first == _jobs.Length) Grow();
        At(_end++) = new Job { Offset = offset, Left = size, IsWrite = isWrite, Tag = tag };
    }

    /// <summary>Cuts the next run; false if every byte has been cut.</summary>
    public bool TryCut(RowRunMap map, out RowRun run)
    {
        run = default;
        if (!HasBytes) return false;
        ref Job job = ref At(_cut);
        run = map.At(job.Offset, job.Left, job.IsWrite, _cut, out long taken);
        job.Offset += taken;
        job.Left -= taken;
        job.RunsWaiting++;
        if (job.Left == 0) _cut++;
        return true;
    }

    /// <summary>Notes that a run has moved; the transfer ends with the last of its runs.</summary>
    public void Finish(long number, long clock)
    {
        ref Job job = ref At(number);
        job.RunsWaiting--;
        job.End = Math.Max(job.End, clock);
        if (job.RunsWaiting > 0 || job.Left > 0) return;
        job.IsDone = true;
        long tag = job.Tag, end = job.End;
        while (_first < _end && At(_first).IsDone) _first++;
        _finished(tag, end);
    }

    /// <summary>A transfer by its number; numbers are never reused.</summary>
    private ref Job At(long number) => ref _jobs[number & (_jobs.Length - 1)];

    private void Grow()
    {
        var larger = new Job[_jobs.Length * 2];
        for (long number = _first; number < _end; number++) larger[number & (larger.Length - 1)] = At(number);
        _jobs = larger;
    }

    private struct Job
    {
        public long Offset;
        public long Left;
        public long Tag;
        public long End;
        public int RunsWaiting;
        public bool IsWrite;
        public bool IsDone;
    }
}
