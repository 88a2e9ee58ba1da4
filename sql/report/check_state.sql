-- How did each quality check come out when it was last made?
-- One row a severity and outcome with its count, and one a check that was not met with what it is.

with

check_results as (
    select * from core.check_results
),

latest_results as (
    select check_results.*
    from check_results
    qualify
        row_number() over (
            partition by check_results.table_name, check_results.partition, check_results.expectation
            order by check_results.checked_at desc, check_results.run_id desc
        ) = 1
)

select
    latest_results.success,
    latest_results.severity,
    if(latest_results.success, null, latest_results.table_name) as table_name,
    if(latest_results.success, null, latest_results.partition) as partition, -- noqa: RF04
    if(latest_results.success, null, latest_results.expectation) as expectation,
    sum(latest_results.unexpected_count) as unexpected_count,
    count(*) as check_count,
    max(latest_results.checked_at) as checked_at
from latest_results
group by all
order by
    latest_results.success asc,
    latest_results.severity asc,
    table_name asc,
    partition asc,
    expectation asc
