using System.Diagnostics;
using System.Management.Automation;
using System.Runtime.ExceptionServices;

namespace QSslModule;

// Many targets at once: the common part of Test-SslHost and Get-SslHostProfile.
public abstract partial class SslCmdlet
{
    /// <summary>Checks many targets at the same time, and writes the results on the thread of the pipeline.</summary>
    /// <typeparam name="T">The type of the results.</typeparam>
    /// <param name="owner">The cmdlet.</param>
    /// <param name="activity">The text for the progress, such as: Testing hosts.</param>
    private protected sealed class ManyTargets<T>(SslCmdlet owner, string activity) : IDisposable
    {
        private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(100);

        private readonly TargetQueue<T> _queue = new();
        private readonly Stopwatch _sinceBreath = Stopwatch.StartNew();
        private readonly Stopwatch _sinceStart = new();
        private readonly List<T> _written = [];
        private TimeSpan _next;
        private int? _total;

        /// <summary>Returns the maximum number of targets at the same time.</summary>
        public required Func<int> ThrottleLimit { get; init; }

        /// <summary>Returns whether the results are written in the order of the targets.</summary>
        public required Func<bool> IsOrdered { get; init; }

        /// <summary>Returns why a target cannot be checked; null if it can.</summary>
        public required Func<SslTarget, ErrorRecord?> Refuse { get; init; }

        /// <summary>Returns the time to wait between the starts of two checks.</summary>
        public Func<TimeSpan> Delay { get; init; } = () => TimeSpan.Zero;

        /// <summary>Starts the check of a target.</summary>
        public required Func<SslTarget, Task<T[]>> Start { get; init; }

        /// <summary>Returns the result for a target that cannot be checked. It stays in the output even if errors are suppressed.</summary>
        public required Func<SslTarget, ErrorRecord, T> Describe { get; init; }

        /// <summary>Looks at all that was written once the last target is done: what shows only beside other targets is written again. Null
        /// where there is nothing to compare, and nothing is kept.</summary>
        public Func<IReadOnlyList<T>, IReadOnlyList<(T Item, string Reason)>>? Review { get; init; }

        /// <summary>Whether what was written is kept for <see cref="Review"/>.</summary>
        public Func<bool> Keeps { get; init; } = () => true;

        /// <summary>Begins with targets, as the pipeline brings them.</summary>
        public void Add(SslTarget[] targets)
        {
            if (!owner.MyInvocation.ExpectingInput && targets is [{ Input: null }])
                owner.ThrowTerminatingError(ErrorRecords.ForTarget(targets[0]));
            _sinceStart.Start();
            // The number of targets is not known while the pipeline still delivers them.
            if (!owner.MyInvocation.ExpectingInput)
                _total = targets.Length == 1 ? 1 : targets.Count(target => !target.IsNote);
            foreach (SslTarget target in targets)
            {
                // If the command has only one target, that target must not be empty.
                if (target.IsNote && (owner.MyInvocation.ExpectingInput || targets.Length > 1))
                    continue;
                while (_queue.Running >= ThrottleLimit())
                    TakeOne();
                WaitForTurn();
                AddOne(target);
                // The next target may arrive late. Write the results that are already complete.
                while (Take(TimeSpan.Zero))
                {
                }
            }
        }

        /// <summary>Waits for the checks that are still running.</summary>
        public void Finish()
        {
            while (_queue.Running > 0)
                TakeOne();
            owner.EndProgress();
            foreach ((T item, string reason) in Review?.Invoke(_written) ?? [])
            {
                owner.WriteWarning(reason);
                owner.WriteObject(item);
            }
        }

        public void Dispose() => _queue.Dispose();

        private void WaitForTurn()
        {
            while (_next - _sinceStart.Elapsed is { Ticks: > 0 } left)
            {
                if (!Take(left < s_tick ? left : s_tick))
                    PumpEvents();
            }
            _next = _sinceStart.Elapsed + Delay();
        }

        private void AddOne(SslTarget target)
        {
            ErrorRecord? refusal = Refuse(target);
            try
            {
                if (refusal is null)
                    owner.RunWithWarnings(target.Input, () => _queue.Add(Start(target)));
            }
            catch (MaterialException e)
            {
                refusal = e.Record;
            }
            if (refusal is null)
                return;
            refusal = TargetErrors.At(target.Source, refusal);
            owner.WriteError(refusal);
            _queue.Add(Task.FromResult<T[]>([Describe(target, refusal)]));
        }

        /// <summary>Waits for one more result.</summary>
        private void TakeOne()
        {
            while (!Take(s_tick))
                PumpEvents();
        }

        private void PumpEvents()
        {
            if (owner.StopToken.IsCancellationRequested)
                throw new PipelineStoppedException();
            _sinceBreath.Restart();
            ProgressShare? share = _total is { } total ? new(_queue.Finished, total, _sinceStart.Elapsed) : null;
            owner.Idle($"{activity}: {_queue.Finished} of {share?.Total ?? _queue.Started} done", share);
        }

        /// <summary>Writes the results that can be written; false if no target was finished within the limit.</summary>
        private bool Take(TimeSpan limit)
        {
            if (!_queue.TryTake(IsOrdered(), limit, out IReadOnlyList<T> items, out Exception? failure))
                return false;
            owner.WriteTrace();
            // If hosts answer without a break, show the progress here.
            if (_sinceBreath.Elapsed > s_tick)
                PumpEvents();
            if (failure is OperationCanceledException)
                throw new PipelineStoppedException();
            if (failure is not null)
                ExceptionDispatchInfo.Throw(failure);
            owner.WriteWarnings();
            if (Review is not null && Keeps())
                _written.AddRange(items);
            owner.WriteObject(items, enumerateCollection: true);
            return true;
        }
    }
}
